// mailzone verify: checks whether everything is live, and if not, why: once, or again and again
// with --wait. It looks at DNS, SES and the websites.
import path from "node:path";
import type { Command } from "commander";
import { type ConfigurationOptions, readConfiguration } from "../app/configuration";
import type { Workspace } from "../app/context";
import { isReport, type ReportFormat, reportFiles } from "../app/report";
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
import { renderMessage } from "../verify/render/message";
import { renderSent } from "../verify/render/sent";
import { type PaintStatus, renderText } from "../verify/render/text";
import { exitCode, type Verification } from "../verify/verification";
import { VERIFY_EN } from "../verify/words/en";
import { verifyWordsOf } from "../verify/words/languages";
import { colors } from "./colors";
import { dnsOptions } from "./dns-options";
import { formatOf, languageIn, widthOf, withRemark } from "./options";
import { writeAnswer } from "./output";
import { showReadiness } from "./readiness";
import { printReport } from "./report";
import { withScreen } from "./screen";
import { EXIT, type Shell } from "./shell";
import {
  messageFormat,
  refuseMixture,
  type VerifyCommandOptions,
  type VerifyFormat,
  withVerifyOptions,
} from "./verify-options";
import { inWorkspace } from "./workspace";

export function addVerify(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("verify")
    .description("is it live, and if not, why? looks at DNS from outside, and asks SES")
    .argument("[domain...]", "domains or entry names (default: all)");
  withVerifyOptions(command);
  command.action(async (names: string[], options: VerifyCommandOptions) => exit(await verify(shell, names, options)));
}

/** The exit code for the result of a message. */
const MESSAGE_CODES = { pass: EXIT.yes, fail: EXIT.no, "cannot-tell": EXIT.refused } as const;

async function verify(shell: Shell, names: readonly string[], options: VerifyCommandOptions): Promise<number> {
  refuseMixture(options);
  const { message, sendTo, from, readiness } = options;
  const request = { names, from, dns: dnsOptions(shell, options) };
  const domains = configuredDomains(shell, options);
  const job = (workspace: Workspace) => {
    if (message !== undefined) return authenticate(shell, workspace, domains, message, { ...options, ...request });
    if (sendTo !== undefined) return send(shell, workspace, domains, sendTo, { ...options, ...request });
    if (readiness) return ready(shell, workspace, domains, { ...options, ...request });
    return verifyAll(shell, workspace, domains, { ...options, ...request }, () => filesOf(shell, domains, options));
  };
  return inWorkspace(shell, options, domains, job, { dns: true, http: true });
}

type Request = Omit<VerifyCommandOptions, keyof ConfigurationOptions> & TargetRequest;

async function verifyAll(
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
