// Internals of the emulator that this repository uses beside its face: its parser of HCL, for the bench of hostile texts. They are not
// published, and may change at any time; what other programs may use is in index.ts and commands.ts.
export { parseHcl } from "../src/guard/hcl";
