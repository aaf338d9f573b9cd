// mailzone ci publish FOLDER: one comment and one signed check run of the reviews of a pull request's plan jobs.
import type { Command } from "commander";
import { publishReviews } from "../../app/ci/publish";
import { EXIT, type Shell } from "../shell";

export function addCiPublish(ci: Command, shell: Shell, exit: (code: number) => void): void {
  ci.command("publish")
    .description(
      "GitHub: one comment and one signed check run of the reviews that ci plan left. Runs no code of the change",
    )
    .argument("<folder>", "where the reviews were unpacked")
    .action(async (folder: string) => {
      await publishReviews(shell, folder);
      exit(EXIT.yes);
    });
}
