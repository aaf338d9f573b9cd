import type { Command } from "commander";
import type { Shell } from "./shell";
export function addSandbox(_program: Command, _shell: Shell, _exit: (code: number) => void): void {}
