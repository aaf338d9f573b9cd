// Internals of the emulator that this repository uses beside its face: its parsers, for the script that derives the schemas and the bench of hostile texts. They are not published,
// and may change at any time; what other programs may use is in index.ts and commands.ts.
export { parseHcl } from "../src/guard/hcl";
export { deriveSchema, readBinding } from "../src/protocol/binding-schema";
