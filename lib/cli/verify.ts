// mailzone verify: checks whether everything is live, and if not, why: one look at DNS, SES and the websites, or repeated looks
// with --wait.
import path from "node:path";
import type { Command } from "commander";
import { type ConfigurationOptions, readConfiguration } from "../app/configuration";
import type { Workspace } from "../app/context";
import { Refused } from "../app/refused";
import { isReport, REPORTS, type ReportFormat, reportFiles } from "../app/report";
import { authenticateMessage, sendTestMessage } from "../app/verify/message";
import { productionReadiness } from "../app/verify/readiness";
import { configuredDomains, type TargetRequest } from "../app/verify/target";
import { verifyDomains } from "../app/verify/verify";
import type { Domain } from "../dns/domain";
import { parseDuration } from "../duration";
import type { ReportFiles } from "../report/report";
import { reportVerify } from "../report/verify";
import { renderHtml } from "../verify/render/html";
import { renderJson } from "../verify/render/json";
import { renderMarkdown } from "../verify/render/markdown";
import { type MessageFormat, renderMessage } from "../verify/render/message";
import { renderSent } from "../verify/render/sent";
import { type PaintStatus, renderText } from "../verify/render/text";
import { exitCode, type Verification } from "../verify/verification";
import { VERIFY_EN } from "../verify/words/en";
import { verifyWordsOf } from "../verify/words/languages";
import { colors } from "./colors";
import { type DnsCommandOptions, dnsOptions, withRate } from "./dns-options";
import {
  type CommonOptions,
  collect,
  type FormatOptions,
  formatOf,
  type LanguageOptions,
  languageIn,
  widthOf,
  withConfig,
  withEmulated,
  withFormat,
  withLanguage,
  withRemark,
} from "./options";
import { writeAnswer } from "./output";
import { showReadiness } from "./readiness";
import { printReport } from "./report";
import { withScreen } from "./screen";
import { EXIT, type Shell } from "./shell";
import { inWorkspace } from "./workspace";

const FORMATS = ["text", "markdown", "json", "html", ...REPORTS] as const;
type VerifyFormat = (typeof FORMATS)[number];

interface VerifyOptions extends CommonOptions, DnsCommandOptions, FormatOptions<VerifyFormat>, LanguageOptions {
  readonly out?: string;
  readonly from?: string;
  readonly wait?: string;
  readonly retry?: boolean;
  readonly yes?: boolean;
  readonly readiness?: boolean;
  readonly message?: string;
  readonly clientIp?: string;
  readonly envelopeFrom?: string;
  readonly helo?: string;
  readonly sendTo?: string;
  readonly sendFrom?: string;
}

export function addVerify(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("verify")
    .description("is it live, and if not, why? looks at DNS from outside, and asks SES")
    .argument("[domain...]", "domains or entry names (default: all)")
    .option("--from <outputs.json>", "read a saved terraform output -json instead of the state")
    .option(
      "--resolver <host[:port]>",
      "a public resolver to ask; repeatable (default: 1.1.1.1, 8.8.8.8, 9.9.9.9)",
      collect,
    )
    .option(
      "--nameserver <host[:port]>",
      "a name server of the zones, instead of those that DNS names; repeatable",
      collect,
    )
    .option(
      "--root <host[:port]>",
      "a root server to begin at, and the port of all name servers, in a network of your own; repeatable (default: MAILZONE_DNS_ROOT, or the Internet's)",
      collect,
    )
    .option("--wait <duration>", "look again until all is live, for so long, such as 30m")
    .option("--retry", "let SES look again for records that it has given up on")
    .option("--yes", "with --retry: also where SES makes new DKIM tokens, which need a plan and an apply at once")
    .option("--readiness", "list what AWS wants to see before it grants production access, and what of it is there")
    .option("--message <file.eml>", "authenticate a message that was received, and say on which records that stands")
    .option("--client-ip <address>", "with --message: who handed it over (default: from its headers)")
    .option(
      "--envelope-from <address>",
      "with --message: the envelope's sender, <> of a bounce (default: from its headers)",
    )
    .option("--helo <name>", "with --message: what the client called itself (default: from its headers)")
    .option("--send-to <address>", "send one test message through SES")
    .option("--send-from <address>", "with --send-to: its sender (default: mailzone-test@ the domain)");
  command.option("--out <file>", "write it to a file");
  withFormat(withEmulated(withConfig(withRate(withLanguage(command)))), FORMATS);
  command.action(async (names: string[], options: VerifyOptions) => exit(await verify(shell, names, options)));
}

/** The exit code for the result of a message. */
const MESSAGE_CODES = { pass: EXIT.yes, fail: EXIT.no, "cannot-tell": EXIT.refused } as const;

async function verify(shell: Shell, names: readonly string[], options: VerifyOptions): Promise<number> {
  refuseMixture(options);
  const { message, sendTo, from, readiness } = options;
  const request = { names, from, dns: dnsOptions(shell, options) };
  const domains = configuredDomains(shell, options);
  const job = (workspace: Workspace) => {
    if (message !== undefined) return authenticate(shell, workspace, domains, message, { ...options, ...request });
    if (sendTo !== undefined) return send(shell, workspace, domains, sendTo, { ...options, ...request });
    if (readiness) return ready(shell, workspace, domains, { ...options, ...request });
    return look(shell, workspace, domains, { ...options, ...request }, () => filesOf(shell, domains, options));
  };
  return inWorkspace(shell, options, domains, job, { dns: true, http: true });
}

type Request = Omit<VerifyOptions, keyof ConfigurationOptions> & TargetRequest;

async function look(
  shell: Shell,
  workspace: Workspace,
  domains: readonly Domain[],
  request: Request,
  files: () => ReportFiles,
): Promise<number> {
  const wait = request.wait === undefined ? 0 : parseDuration(request.wait);
  const retry = request.retry && request.yes ? "with-new-tokens" : request.retry;
  const verification = await withScreen(shell, workspace.label, wait > 0, (watch) =>
    verifyDomains(workspace, domains, { ...request, wait, retry, watch }),
  );
  const format = formatOf(request);
  if (isReport(format)) printReport(shell, reportVerify(verification, files()), format, request);
  else writeAnswer(shell, request, render(shell, verification, request, format));
  return shell.interrupts.interrupted ? EXIT.interrupted : exitCode(verification);
}

async function ready(
  shell: Shell,
  workspace: Workspace,
  domains: readonly Domain[],
  request: Request,
): Promise<number> {
  const { label } = workspace;
  const report = await withScreen(shell, label, false, (watch) =>
    productionReadiness(workspace, domains, { ...request, watch }),
  );
  const remark = (text: string) => withRemark(text, request, VERIFY_EN.table.emulatedServices);
  return showReadiness(shell, report, {
    format: messageFormat(request),
    remark,
    out: request.out,
  });
}

async function authenticate(
  shell: Shell,
  workspace: Workspace,
  domains: readonly Domain[],
  file: string,
  request: Request,
): Promise<number> {
  const format = messageFormat(request);
  const evaluation = await authenticateMessage(workspace, domains, file, request);
  shell.print(`${format === "json" ? "" : workspace.label}${renderMessage(evaluation, format)}`);
  return shell.interrupts.interrupted ? EXIT.interrupted : MESSAGE_CODES[evaluation.verdict];
}

async function send(
  shell: Shell,
  workspace: Workspace,
  domains: readonly Domain[],
  to: string,
  request: Request,
): Promise<number> {
  const format = messageFormat(request);
  const { label } = workspace;
  const { messageId, domain, records, file } = await sendTestMessage(workspace, domains, {
    ...request,
    to,
    sender: request.sendFrom,
  });
  const { region } = domain;
  const sent = renderSent({ messageId, region, domain: domain.domain, records }, format);
  shell.print(`${format === "json" ? "" : label}${sent}`);
  if (file !== undefined) shell.say(`${label}the message is ${path.relative(shell.cwd, file)}`);
  return EXIT.yes;
}

/** The places in the configuration, if it is here. */
function filesOf(shell: Shell, domains: readonly Domain[], options: ConfigurationOptions): ReportFiles {
  if (domains.length === 0) return reportFiles(shell, []);
  const { files, placeOf } = readConfiguration(shell, options);
  return reportFiles(shell, files, placeOf);
}

/** A message has no page and no report, nor has the list of --readiness. refuseMixture() says so. */
function messageFormat(options: FormatOptions<VerifyFormat>): MessageFormat {
  const format = formatOf(options);
  return format === "html" || isReport(format) ? "text" : format;
}

/** Which options can be used together, and which cannot. */
function refuseMixture(options: VerifyOptions): void {
  const { message, sendTo, readiness, retry, wait } = options;
  const modes = {
    "--message": message,
    "--send-to": sendTo,
    "--readiness": readiness,
    "--retry": retry,
    "--wait": wait,
  };
  const modesNamed = Object.entries(modes).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (modesNamed.length > 1 && modesNamed.join() !== "--retry,--wait")
    throw new Refused(`verify got ${modesNamed.join(" and ")}: say one of them`);
  if (options.root !== undefined && options.emulated)
    throw new Refused("verify got --root and --emulated, whose DNS has a root of its own: say one of them");
  const html = modesNamed.find((name) => name === "--message" || name === "--send-to");
  const format = formatOf(options);
  if (html !== undefined && (format === "html" || isReport(format) || options.out !== undefined))
    throw new Refused(
      `verify got ${html} with --format ${isReport(format) ? format : "html"} or --out, which it does not have: leave them out`,
    );
  if (readiness && (format === "html" || isReport(format)))
    throw new Refused(
      `verify got --readiness with --format ${format}, which it does not have: say text, markdown or json`,
    );
  const parts = [
    ["--yes", options.yes, "--retry"],
    ["--client-ip", options.clientIp, "--message"],
    ["--envelope-from", options.envelopeFrom, "--message"],
    ["--helo", options.helo, "--message"],
    ["--send-from", options.sendFrom, "--send-to"],
  ] as const;
  for (const [part, value, whole] of parts) {
    if (value !== undefined && !modesNamed.includes(whole))
      throw new Refused(`verify got ${part} without ${whole}: add ${whole}, or leave ${part} out`);
  }
}

function render(
  shell: Shell,
  verification: Verification,
  options: Request,
  format: Exclude<VerifyFormat, ReportFormat>,
): string {
  if (format === "json") return renderJson(verification);
  const words = verifyWordsOf(languageIn(shell, options));
  const { emulated } = options;
  const remark = words.table.emulatedServices;
  if (format === "html")
    return renderHtml(verification, { words, isHandedOver: !emulated, remark: emulated ? remark : undefined });
  const text =
    format === "markdown"
      ? renderMarkdown(verification, words)
      : renderText(verification, options.out === undefined ? paint : undefined, { width: widthOf(shell), words });
  return withRemark(text, options, remark);
}

const COLORS: Readonly<Record<Parameters<PaintStatus>[0], (text: string) => string>> = {
  live: colors.green,
  propagating: colors.yellow,
  missing: colors.red,
  different: colors.red,
  extra: colors.yellow,
  "cannot-tell": colors.yellow,
  "not-live": colors.red,
  error: colors.red,
  warning: colors.yellow,
};

function paint(kind: Parameters<PaintStatus>[0], text: string): string {
  return COLORS[kind](text);
}
