// Writes what is made from schemas, `npm run schemas`: JSON Schemas of domains.yaml and imports.yaml for editors, the interface
// of a MailDomain's settings, and the emulator's schemas, from the installed provider bindings. Tests hold them up to date.
import fs from "node:fs";
import path from "node:path";
import { importsJsonSchema, jsonSchema } from "../lib/config/schema/json-schema";
import { deriveSchemas } from "./derive-schemas";
import { SETTINGS_FILE, settingsInterface } from "./settings-interface";

for (const [name, schema] of Object.entries({ domains: jsonSchema(), imports: importsJsonSchema() })) {
  fs.writeFileSync(path.join("lib", "config", `${name}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`);
}
const folder = path.join("packages", "emulator", "src", "schemas");
for (const [name, text] of Object.entries(deriveSchemas("."))) fs.writeFileSync(path.join(folder, name), text);
fs.writeFileSync(SETTINGS_FILE, settingsInterface());
