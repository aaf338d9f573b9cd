// Makes SES search again if it has given up. The time is kept in a file, because AWS does not tell it.
import fs from "node:fs";
import path from "node:path";
import type { Domain } from "../../dns/domain";
import { isSesFailure } from "../../ses/failure";
import { formatRestarts, identityKey, parseRestarts, type Restarts } from "../../ses/restarts";
import type { ProjectData, Workspace } from "../context";
import { sayNewTokens } from "../new-tokens";
import { Refused } from "../refused";
import type { Services } from "../services";

/**
 * @param options.yes also if SES then creates new DKIM tokens, which need a plan and an apply at once
 * @throws Refused if SES could not be asked, or if it needs `yes`
 */
export async function searchAgain(
  workspace: Workspace,
  { ses }: Pick<Services, "ses">,
  domains: readonly Domain[],
  { yes }: { readonly yes: boolean },
): Promise<void> {
  const { label, interrupts, say } = workspace;
  const failures: string[] = [];
  const restarts = new Map(readRestarts(workspace));
  for (const domain of domains) {
    if (interrupts.interrupted) break;
    if (domain.identity === "existing") {
      say(
        `${label}"${domain.domain}" in ${domain.region}: its identity is not ours, its owner starts the search again`,
      );
      continue;
    }
    const result = await ses.restart(domain, { yes });
    if (isSesFailure(result)) {
      failures.push(result.message);
      continue;
    }
    const { restarted, at, tokensBefore, tokensAfter } = result;
    const subject = `${label}"${domain.domain}" in ${domain.region}`;
    if (restarted.length === 0) {
      say(`${subject}: SES has not given up, nothing was started again`);
      continue;
    }
    if (restarted.includes("dkim")) restarts.set(identityKey(domain), at);
    const what = restarted.map((search) => (search === "dkim" ? "DKIM" : "MAIL FROM")).join(" and ");
    say(`${subject}: SES looks for the records of ${what} again, for 72 hours`);
    if (String(tokensBefore) !== String(tokensAfter)) sayNewTokens(workspace, subject);
  }
  writeRestarts(workspace, restarts);
  if (failures.length > 0) throw new Refused(failures.join("\n"));
}

/** When SES's search was started again, by entry. */
export function knownRestarts(
  kept: Pick<ProjectData, "folder">,
  domains: readonly Domain[],
): ReadonlyMap<string, number> {
  const known = readRestarts(kept);
  return new Map(
    domains.flatMap((domain) => {
      const time = known.get(identityKey(domain));
      return time === undefined ? [] : [[domain.entry, time] as const];
    }),
  );
}

function readRestarts(kept: Pick<ProjectData, "folder">): Restarts {
  try {
    return parseRestarts(fs.readFileSync(restartsFile(kept), "utf8"));
  } catch {
    return new Map();
  }
}

function writeRestarts(kept: Pick<ProjectData, "folder">, restarts: Restarts): void {
  if (restarts.size === 0) return;
  const file = restartsFile(kept);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, formatRestarts(restarts));
}

function restartsFile({ folder }: Pick<ProjectData, "folder">): string {
  return path.join(folder, "restarts.json");
}
