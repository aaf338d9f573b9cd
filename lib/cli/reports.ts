// mailzone reports: DMARC and TLS reports from files, read and explained.
import { type Command, InvalidArgumentError } from "commander";
import { Refused } from "../app/refused";
import { climb } from "../app/reports/climb";
import { hostNames } from "../app/reports/hosts";
import { answerReports, reportsConfiguration } from "../app/reports/reports";
import { reportSources } from "../app/reports/sources";
import { readDomain } from "../reports/aggregate/values";
import { renderHtml } from "../reports/render/html";
import { renderJson } from "../reports/render/json";
import { renderMarkdown } from "../reports/render/markdown";
import { type PaintReport, renderText } from "../reports/render/text";
import type { ReportsAnswer } from "../reports/summary/answer";
import { isEarned } from "../reports/summary/ladder";
import { isBucketUrl } from "../s3/location";
import { formatAddress } from "../verify/dns/servers";
import { colors } from "./colors";
import { dnsOptions } from "./dns-options";
import { type CommonOptions, type FormatOptions, formatOf, withConfig, withFormat } from "./options";
import { writeAnswer } from "./output";
import { countWatch } from "./progress";
import { EXIT, type Shell } from "./shell";

const FORMATS = ["text", "markdown", "json", "html"] as const;

interface ReportsOptions extends CommonOptions, FormatOptions<(typeof FORMATS)[number]> {
  readonly out?: string;
  readonly domain?: readonly string[];
  readonly since?: number;
  readonly until?: number;
  readonly resolver?: string;
  readonly next?: boolean;
  readonly write?: boolean;
  readonly region?: string;
  readonly profile?: string;
}

export function addReports(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("reports")
    .description("who sends in the name of the domains, by the DMARC and TLS reports of receivers")
    .argument(
      "[path...]",
      "files, folders and s3://bucket/prefix of reports, as XML, JSON, gzip, zip, mail or mailbox; - is stdin",
    )
    .option("--domain <name>", "only this domain; repeatable (default: all that the reports are about)", collectDomain)
    .option("--since <date>", "only reports from this day, such as 2026-11-01, UTC", day)
    .option("--until <date>", "only reports before this day, UTC", day)
    .option("--resolver <host[:port]>", "ask this resolver for the names of addresses (default: nobody is asked)")
    .option("--region <region>", "of the bucket (default: AWS_REGION, else what S3 tells)")
    .option("--profile <name>", "a profile of the AWS configuration files, for the bucket (default: the environment)")
    .option("--next", "is the next step of each domain's dmarc.ladder earned, and by which figures?")
    .option("--write", "with --next: write the steps that are earned into domains.yaml")
    .option("--out <file>", "write it to a file");
  withFormat(withConfig(command), FORMATS);
  command.action(async (paths: string[], options: ReportsOptions) => exit(await reports(shell, paths, options)));
}

async function reports(shell: Shell, paths: readonly string[], options: ReportsOptions): Promise<number> {
  const { domain, since, until, next, write, region, profile } = options;
  if (paths.length === 0)
    throw new Refused(
      "no reports are named: name the files, folders or s3://BUCKET/PREFIX that hold them, or - for stdin",
    );
  if (since !== undefined && until !== undefined && since >= until)
    throw new Refused("--since is not before --until: no report can be between them");
  const stray = [region && "--region", profile && "--profile"].find(Boolean);
  if (stray && !paths.some(isBucketUrl))
    throw new Refused(`reports got ${stray}, which is of a bucket, and no s3://BUCKET/PREFIX: leave it out`);
  if (write && !next) throw new Refused("reports got --write without --next: add --next, or leave --write out");
  const config = reportsConfiguration(shell, options);
  if (next) refuseNoLadder(config.domains, domain);
  const { onCount, end } = await countWatch(shell, "files read");
  let answer: ReportsAnswer;
  try {
    const request = { next, domains: domain, since, until };
    const place = { since, region, profile };
    answer = await answerReports(shell, config, reportSources(shell, paths, place), { ...request, onRead: onCount });
  } finally {
    end();
  }
  const [server] =
    options.resolver === undefined ? [] : (dnsOptions(shell, { resolver: [options.resolver] }).resolvers ?? []);
  if (server !== undefined) answer = { ...answer, hosts: await hostNames(answer, formatAddress(server)) };
  writeAnswer(shell, options, render(answer, options));
  const { reports: read, duplicates, outside } = answer.read;
  if (read + duplicates + outside === 0) return EXIT.refused;
  if (!next) return EXIT.yes;
  const earned = answer.ladders?.filter(isEarned) ?? [];
  if (write && earned.length > 0) {
    const climbs = earned.flatMap(({ entry, next: step }) => (step === undefined ? [] : [{ entry, step }]));
    for (const file of climb(shell, config.files ?? [], climbs)) shell.say(`written to ${JSON.stringify(file)}`);
  }
  return earned.length > 0 ? EXIT.yes : EXIT.no;
}

/** @param names of --domain, which climb the usual ladder where they have none of their own */
function refuseNoLadder(
  domains: ReturnType<typeof reportsConfiguration>["domains"],
  names: readonly string[] = [],
): void {
  const stray = names.find((name) => !domains.some(({ domain, dmarc }) => domain === name && dmarc !== undefined));
  if (stray !== undefined)
    throw new Refused(
      `--next changes domains.yaml, which publishes no DMARC record of ${JSON.stringify(stray)}: leave it out, or write its entry first`,
    );
  if (names.length > 0 || domains.some(({ dmarcLadder }) => dmarcLadder !== undefined)) return;
  throw new Refused(
    "--next is about dmarc.ladder, which no domain has: write dmarc: {ladder: true} to one, or name it with --domain for the usual ladder",
  );
}

function render(answer: ReportsAnswer, options: ReportsOptions): string {
  const format = formatOf(options);
  if (format === "json") return renderJson(answer);
  if (format === "markdown") return renderMarkdown(answer);
  if (format === "html") return renderHtml(answer);
  return renderText(answer, options.out === undefined ? paint : undefined);
}

const COLORS: Readonly<Record<Parameters<PaintReport>[0], (text: string) => string>> = {
  title: colors.bold,
  aligned: colors.green,
  partly: colors.yellow,
  failing: colors.red,
  foreign: colors.yellow,
  passed: colors.green,
  failed: colors.red,
  doubt: colors.yellow,
};

function paint(kind: Parameters<PaintReport>[0], text: string): string {
  return COLORS[kind](text);
}

/** Seconds since 1970 of the day's begin, UTC. */
function day(text: string): number {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // A day that no month has becomes one of the next month.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text)
    throw new InvalidArgumentError("write a date as 2026-11-01.");
  return time / 1000;
}

function collectDomain(text: string, names: readonly string[] = []): readonly string[] {
  const name = readDomain(text);
  if (name === undefined) throw new InvalidArgumentError("write a domain such as example.com.");
  return [...names, name];
}
