// Writes the schemas that are made from something else, `npm run schemas`: domains.yaml's for editors, from the schema that
// validates it; the sandbox's, from the installed provider bindings. Tests hold them up to date.
import fs from "node:fs";
import path from "node:path";
import { jsonSchema } from "../lib/config/schema/json-schema";
import { deriveSchemas } from "./derive-schemas";

fs.writeFileSync(path.join("lib", "config", "domains.schema.json"), `${JSON.stringify(jsonSchema(), null, 2)}\n`);
const folder = path.join("lib", "sandbox", "schemas");
for (const [name, text] of Object.entries(deriveSchemas("."))) fs.writeFileSync(path.join(folder, name), text);
