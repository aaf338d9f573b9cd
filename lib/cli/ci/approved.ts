// mailzone ci approved and ci applied: lists what was merged, reviewed and approved since the last commit that is completely
// applied, and marks a commit when it is applied. Both use the signing key, and do not run Terraform.
import type { Command } from "commander";
import { addToFile, COMMIT, githubOf, needed, reviewKey, runUrl } from "../../app/ci/environment";
import { Refused } from "../../app/refused";
import { markApplied } from "../../ci/github/check-run";
import { type Approved, pendingApprovals } from "../../ci/github/merges";
import { People } from "../../ci/github/people";
import { inlineCode } from "../../dns/text/escape";
import { EXIT, type Shell } from "../shell";

export function addCiApproved(ci: Command, shell: Shell, exit: (code: number) => void): void {
  ci.command("approved")
    .description(
      "GitHub: what was merged and approved and is not applied yet, for ci apply. Exit 2 where nothing may be",
    )
    .action(async () => exit(await ciApproved(shell)));
}

export function addCiApplied(ci: Command, shell: Shell, exit: (code: number) => void): void {
  ci.command("applied")
    .description("GitHub: mark the commit as one up to which all is applied")
    .action(async () => exit(await ciApplied(shell)));
}

async function ciApproved(shell: Shell): Promise<number> {
  const github = githubOf(shell);
  const commit = needed(shell, "GITHUB_SHA", COMMIT);
  const branch = needed(shell, "GITHUB_REF_NAME");
  const key = reviewKey(shell);
  const sole = shell.env.MAILZONE_SOLE_MAINTAINER?.trim();
  const people = new People(github);
  const pending = await pendingApprovals({ github, people, key, commit, branch, ...(sole && { sole }) });
  const { approved, refused, own } = pending;
  for (const why of refused) shell.say(`not applied: ${why}`);
  if (own !== undefined) shell.say(`not applied: ${own}`);
  for (const one of approved) shell.say(describe(one));
  addToFile(shell, "GITHUB_STEP_SUMMARY", summary(approved, [...refused, ...(own === undefined ? [] : [own])]));
  if (approved.length === 0 && own !== undefined) throw new Refused(`nothing is applied: ${own}`);
  if (approved.length === 0) shell.say("nothing is left to apply");
  const work = approved.length === 0 ? "" : JSON.stringify(pending);
  addToFile(shell, "GITHUB_OUTPUT", `approved=${work}\n`);
  shell.print(work);
  return EXIT.yes;
}

async function ciApplied(shell: Shell): Promise<number> {
  const commit = needed(shell, "GITHUB_SHA", COMMIT);
  await markApplied(githubOf(shell), reviewKey(shell), commit, runUrl(shell));
  shell.say(`all that was approved up to ${commit} is applied`);
  return EXIT.yes;
}

/** `pull request 7, approved by "maintainer": mail=v2-…` */
export function describe({ number, by, expect, accept }: Approved): string {
  const digests = Object.entries(expect).map(([stack, digest]) => `${stack}=${digest}`);
  const accepted = accept.map((rule) => `accepted ${rule}`);
  return `pull request ${number}, approved by "${by}": ${[...digests, ...accepted].join(", ")}`;
}

function summary(approved: readonly Approved[], refused: readonly string[]): string {
  const lines = [...approved.map(describe), ...refused.map((why) => `not applied: ${why}`)];
  return lines.length === 0
    ? "Nothing is left to apply.\n"
    : `${lines.map((line) => `- ${inlineCode(line)}`).join("\n")}\n`;
}
