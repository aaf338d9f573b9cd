// For other programs: the emulated providers, APIs and name servers of one world, and the environment that points a command at
// them. Code outside this package imports only this file and commands.ts; this repository's own tests also import internals/.
export type { EmulatorAccess } from "./src/access";
export { type Emulator, type EmulatorOptions, startEmulator } from "./src/emulator";
export { EmulatorError } from "./src/errors";
export type { RateLimitSetting } from "./src/world/rate-limit";
