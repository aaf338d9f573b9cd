// domains.yaml and imports.yaml are data: each text at each place; `npm test` tries some of them.
import { checkPlaces, TEXTS } from "../stacks/every-text";

checkPlaces(() => TEXTS);
