// Writes docs/review-rules.md. A test holds it up to date.
import fs from "node:fs";
import { renderReviewRulesPage } from "./review-rules-page";

fs.writeFileSync("docs/review-rules.md", renderReviewRulesPage());
