// Runs one of the project's own TypeScript files: `node bin/run.js scripts/write-schema.ts`.
require("./bundle").run(process.argv[2]);
