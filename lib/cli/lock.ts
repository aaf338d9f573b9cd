// mailzone lock: writes the providers' checksums, for every machine that will run the plans, to one file beside the sources.
import type { Command } from "commander";
import { soundConfiguration } from "../app/configuration";
import { writeLockFile } from "../app/lock-file";
import { LOCK_FILE } from "../app/terraform";
import { type CommonOptions, collect, withConfig } from "./options";
import { EXIT, type Shell } from "./shell";
import { inWorkspace } from "./workspace";

const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"];

interface LockOptions extends CommonOptions {
  readonly platform: readonly string[];
}

export function addLock(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("lock")
    .description(`write ${LOCK_FILE}, the providers' checksums, to be committed; needs the provider registry`)
    .option(
      "--platform <os_arch>",
      `a platform that will run the plans; repeatable (default: ${PLATFORMS.join(", ")})`,
      collect,
      [],
    );
  withConfig(command);
  command.action(async (options: LockOptions) => exit(await lock(shell, options)));
}

async function lock(shell: Shell, options: LockOptions): Promise<number> {
  const { domains } = soundConfiguration(shell, options);
  const platforms = options.platform.length > 0 ? options.platform : PLATFORMS;
  const isWritten = await inWorkspace(shell, options, domains, (workspace) => writeLockFile(workspace, platforms));
  if (!isWritten) return EXIT.interrupted;
  shell.print(`${LOCK_FILE} holds the checksums for ${platforms.length} platforms: commit it`);
  return EXIT.yes;
}
