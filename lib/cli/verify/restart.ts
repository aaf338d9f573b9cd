// mailzone verify --retry: SES looks again where it has given up. When it did so is kept in a file, because AWS does not tell.
import fs from "node:fs";
import path from "node:path";
import type { Domain } from "../../dns/domain";
import { isSesFailure } from "../../ses/failure";
import { formatRestarts, identityKey, parseRestarts, type Restarts } from "../../ses/restarts";
import { emulatorFolder } from "../emulator-folder";
import { commandLine } from "../options";
import { Refused, type Shell } from "../shell";
import type { Workspace } from "../workspace";
import type { World } from "../world";

export interface RestartCommandOptions {
  readonly yes?: boolean;
}

/** @throws Refused where SES could not be asked, or would not without --yes */
export async function restartSearches(
  shell: Shell,
  { kind, label }: Workspace,
  { ses }: World,
  domains: readonly Domain[],
  { yes = false }: RestartCommandOptions,
): Promise<void> {
  const isEmulated = kind === "sandbox";
  const failures: string[] = [];
  const restarts = new Map(readRestarts(shell, kind));
  for (const domain of domains) {
    if (shell.interrupts.interrupted) break;
    const result = await ses.restart(domain, { yes });
    if (isSesFailure(result)) {
      failures.push(result.message);
      continue;
    }
    const { restarted, at, tokensBefore, tokensAfter } = result;
    const subject = `${label}"${domain.domain}" in ${domain.region}`;
    if (restarted.length === 0) {
      shell.say(`${subject}: SES has not given up, nothing was started again`);
      continue;
    }
    if (restarted.includes("dkim")) restarts.set(identityKey(domain), at);
    const what = restarted.map((search) => (search === "dkim" ? "DKIM" : "MAIL FROM")).join(" and ");
    shell.say(`${subject}: SES looks for the records of ${what} again, for 72 hours`);
    if (String(tokensBefore) !== String(tokensAfter))
      shell.say(
        `${subject}: SES made new DKIM tokens: run ${commandLine("plan", isEmulated)} and ${commandLine("apply", isEmulated)} now`,
      );
  }
  writeRestarts(shell, kind, restarts);
  if (failures.length > 0) throw new Refused(failures.join("\n"));
}

/** When SES's search was begun again, by entry. */
export function knownRestarts(
  shell: Shell,
  kind: Workspace["kind"],
  domains: readonly Domain[],
): ReadonlyMap<string, number> {
  const known = readRestarts(shell, kind);
  return new Map(
    domains.flatMap((domain) => {
      const time = known.get(identityKey(domain));
      return time === undefined ? [] : [[domain.entry, time] as const];
    }),
  );
}

function readRestarts(shell: Shell, kind: Workspace["kind"]): Restarts {
  try {
    return parseRestarts(fs.readFileSync(restartsFile(shell, kind), "utf8"));
  } catch {
    return new Map();
  }
}

function writeRestarts(shell: Shell, kind: Workspace["kind"], restarts: Restarts): void {
  if (restarts.size === 0) return;
  const file = restartsFile(shell, kind);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, formatRestarts(restarts));
}

function restartsFile(shell: Shell, kind: Workspace["kind"]): string {
  return path.join(kind === "sandbox" ? emulatorFolder(shell) : path.join(shell.cwd, ".mailzone"), "restarts.json");
}
