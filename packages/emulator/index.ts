// What another program calls: the emulated providers, APIs and name servers of one world, and the environment that leads a command
// to them. Nothing outside this package imports another of its files than this one and commands.ts.
export { type Emulator, type EmulatorOptions, startEmulator } from "./src/emulator";
export { EmulatorError } from "./src/errors";
