// Writes the pages of docs/ that are made from the code, `npm run docs`. A test holds them up to date.
import fs from "node:fs";
import { renderConfigurationPage } from "./configuration-page";
import { withEmulatedTypes } from "./emulated-types";
import { withReadmeTable } from "./readme-table";
import { withRecordSamples } from "./records-page";
import { renderReviewRulesPage } from "./review-rules-page";
import { renderRulesPage } from "./rules-page";
import { withSeenTable } from "./seen-table";

fs.writeFileSync("README.md", withReadmeTable(fs.readFileSync("README.md", "utf8"), "en"));
fs.writeFileSync("README.ja.md", withReadmeTable(fs.readFileSync("README.ja.md", "utf8"), "ja"));
const emulator = "packages/emulator/README.md";
fs.writeFileSync(emulator, withEmulatedTypes(fs.readFileSync(emulator, "utf8")));
fs.writeFileSync("docs/verify.md", withSeenTable(fs.readFileSync("docs/verify.md", "utf8")));
fs.writeFileSync("docs/records.md", withRecordSamples(fs.readFileSync("docs/records.md", "utf8")));
fs.writeFileSync("docs/rules.md", renderRulesPage());
fs.writeFileSync("docs/configuration.md", renderConfigurationPage());
fs.writeFileSync("docs/review-rules.md", renderReviewRulesPage());
