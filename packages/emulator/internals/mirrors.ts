// Internals of the emulator that this repository uses beside its face: what is in a mirror of providers, for the comparison with the real ones. They are not published,
// and may change at any time; what other programs may use is in index.ts and commands.ts.
export { mirroredVersions } from "../src/real-providers/installation";
