// All of them; `node bin/run.js scripts/verify-goldens.ts` writes their goldens.
import { verifyIn } from "../world";
import { MAIL_SCENARIOS } from "./mail";
import { RECORD_SCENARIOS } from "./record";
import type { Scenario } from "./scenario";
import { SES_SCENARIOS } from "./ses";
import { ZONE_SCENARIOS } from "./zone";

export const SCENARIOS: readonly Scenario[] = [
  ...RECORD_SCENARIOS,
  ...ZONE_SCENARIOS,
  ...MAIL_SCENARIOS,
  ...SES_SCENARIOS,
];

export function play({ world, props, options }: Scenario) {
  return verifyIn(world, props, options);
}
