// Writes lib/config/domains.schema.json, for editors, from the schema that validates: `npm run schema`.
import fs from "node:fs";
import path from "node:path";
import { jsonSchema } from "../lib/config/schema";

fs.writeFileSync(path.join("lib", "config", "domains.schema.json"), `${JSON.stringify(jsonSchema(), null, 2)}\n`);
