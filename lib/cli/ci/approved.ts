// mailzone ci approved and ci applied: what may be applied, and the mark when it is.
import type { Command } from "commander";
import { findApproved, formatPending, markAllApplied } from "../../app/ci/approved";
import { EXIT, type Shell } from "../shell";

export function addCiApproved(ci: Command, shell: Shell, exit: (code: number) => void): void {
  ci.command("approved")
    .description(
      "GitHub: what was merged and approved and is not applied yet, for ci apply. Exit 2 where nothing may be",
    )
    .action(async () => {
      shell.print(formatPending(await findApproved(shell)));
      exit(EXIT.yes);
    });
}

export function addCiApplied(ci: Command, shell: Shell, exit: (code: number) => void): void {
  ci.command("applied")
    .description("GitHub: mark the commit as one up to which all is applied")
    .action(async () => {
      await markAllApplied(shell);
      exit(EXIT.yes);
    });
}
