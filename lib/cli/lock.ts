// mailzone lock: the providers' checksums, for every machine that will run the plans, into one file beside the sources.
import fs from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { runPlain } from "../terraform/command";
import { formatDiagnostic } from "../terraform/diagnostics";
import { type CommonOptions, collect, soundConfig, withConfig } from "./options";
import { EXIT, Refused, type Shell } from "./shell";
import { inWorkspace, synthStacks, withTerraform } from "./workspace";

const LOCK_FILE = ".terraform.lock.hcl";

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
  const { domains } = soundConfig(shell, options);
  return inWorkspace(shell, options, domains, async (workspace) => {
    const [stack] = await synthStacks(shell, workspace, []);
    if (stack === undefined) throw new Refused("there is no stack to lock: list a domain in domains.yaml");
    // All stacks have the same providers.
    const platforms = (options.platform.length > 0 ? options.platform : PLATFORMS).map(
      (platform) => `-platform=${platform}`,
    );
    const result = await withTerraform(shell, workspace, [stack], (context) =>
      runPlain(context, stack, ["providers", "lock", "-no-color", ...platforms]),
    );
    if (result.interrupted) return EXIT.interrupted;
    if (!result.ok) {
      for (const error of result.errors) shell.say(formatDiagnostic(stack.name, error));
      throw new Refused(
        `${LOCK_FILE} was not written: terraform providers lock failed, it needs the provider registry`,
      );
    }
    fs.copyFileSync(path.join(stack.folder, LOCK_FILE), path.join(shell.cwd, LOCK_FILE));
    shell.print(`${LOCK_FILE} holds the checksums for ${platforms.length} platforms: commit it`);
    return EXIT.yes;
  });
}

/** What init may do with the lock file: in CI it is only read. Says once where there is none to read. */
export function lockfileReadonly(shell: Shell, kind: "sandbox" | "real"): boolean {
  if (!shell.env.CI || kind === "sandbox") return false;
  if (fs.existsSync(path.join(shell.cwd, LOCK_FILE))) return true;
  shell.say(
    `warning: there is no ${LOCK_FILE}, providers are taken without checksums: run mailzone lock and commit it`,
  );
  return false;
}
