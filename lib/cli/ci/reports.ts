// mailzone ci reports: proposes the next step of DMARC's ladders in a pull request, where reports earn it.
import type { Command } from "commander";
import { withIdToken } from "../../app/ci/id-token";
import { proposeSteps, type ReportsJobResult } from "../../app/ci/reports";
import { Refused } from "../../app/refused";
import { type CommonOptions, withConfig } from "../options";
import { EXIT, type Shell } from "../shell";

interface CiReportsOptions extends CommonOptions {
  readonly region?: string;
  readonly profile?: string;
}

export function addCiReports(ci: Command, shell: Shell, exit: (code: number) => void): void {
  const command = ci
    .command("reports")
    .description(
      "propose the next step of each dmarc.ladder that reports earn: on GitHub a pull request, else domains.yaml and mailzone-review/reports.md",
    )
    .argument("[path...]", "files, folders and s3://bucket/prefix of reports")
    .option("--region <region>", "of the bucket (default: AWS_REGION, else what S3 tells)")
    .option("--profile <name>", "a profile of the AWS configuration files, for the bucket (default: the environment)");
  withConfig(command);
  command.action(async (paths: string[], options: CiReportsOptions) =>
    exit(await withIdToken(shell, (inner) => ciReports(inner, paths, options))),
  );
}

async function ciReports(shell: Shell, paths: readonly string[], options: CiReportsOptions): Promise<number> {
  if (paths.length === 0)
    throw new Refused("ci reports got no place of reports: name files, folders or s3://BUCKET/PREFIX");
  const { kind, number, reports } = await proposeSteps(shell, { ...options, paths });
  shell.say(`reports: ${reports} read, ${SAID[kind](number)}`);
  return EXIT.yes;
}

const SAID: Readonly<Record<ReportsJobResult["kind"], (number?: number) => string>> = {
  none: () => "no step is earned",
  written: () => "the next step is in domains.yaml, and mailzone-review/reports.md says why",
  opened: (number) => `pull request #${number} proposes the next step`,
  updated: (number) => `pull request #${number} is open, and has the new figures`,
  declined: (number) => `pull request #${number} proposed this step and was closed: it is not proposed again`,
};
