// mailzone verify: is it live, and if not, why? One look at DNS, SES and the websites, or with --wait one after the other.
import type { Command } from "commander";
import { parseDuration } from "../../duration";
import { wordsOf } from "../../records/words/languages";
import { renderHtml } from "../../verify/render/html";
import { renderJson } from "../../verify/render/json";
import { renderMarkdown } from "../../verify/render/markdown";
import { type PaintStatus, renderText } from "../../verify/render/text";
import { exitCode, type Verification } from "../../verify/verification";
import { colors } from "../colors";
import {
  collect,
  EMULATED_REMARK,
  type FormatOptions,
  formatOf,
  type LanguageOptions,
  languageIn,
  remarked,
  widthOf,
  withConfig,
  withEmulated,
  withFormat,
  withLanguage,
} from "../options";
import { give } from "../output";
import { EXIT, Refused, type Shell } from "../shell";
import { withRate } from "../world";
import { lookUntilLive } from "./look";
import { proveMessage, sendProof } from "./proof";
import { knownRestarts, restartSearches } from "./restart";
import { inScene, type VerifyTarget } from "./scene";

const FORMATS = ["text", "markdown", "json", "html"] as const;
type VerifyFormat = (typeof FORMATS)[number];

export interface VerifyOptions extends VerifyTarget, FormatOptions<VerifyFormat>, LanguageOptions {
  readonly out?: string;
  readonly wait?: string;
  readonly retry?: boolean;
  readonly yes?: boolean;
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

export async function verify(shell: Shell, names: readonly string[], options: VerifyOptions): Promise<number> {
  refuseMixture(options);
  const { message, sendTo, retry } = options;
  const wait = options.wait === undefined ? 0 : parseDuration(options.wait);
  // What reads has the role that reads; sending and searching again are the other's.
  const role = retry || sendTo !== undefined ? "apply" : "plan";
  return inScene(shell, names, { ...options, role }, async ({ workspace, world, domains, records }) => {
    if ((sendTo !== undefined || retry) && domains.length === 0)
      throw new Refused("where SES has its identities stands in domains.yaml alone: run it where that is");
    const format = formatOf(options);
    const proof = { ...options, format: format === "html" ? "text" : format } as const;
    if (message !== undefined) return proveMessage(shell, workspace, world, records, message, proof);
    if (sendTo !== undefined) return sendProof(shell, workspace, world, { domains, records }, sendTo, proof);
    if (retry) await restartSearches(shell, workspace, world, domains, options);
    const { label, kind } = workspace;
    const restarts = knownRestarts(shell, kind, domains);
    const verification = await lookUntilLive(shell, world, { domains, records, restarts, wait, label });
    give(shell, options, render(shell, verification, options));
    return shell.interrupts.interrupted ? EXIT.interrupted : exitCode(verification);
  });
}

/** What belongs together, and what does not. */
function refuseMixture(options: VerifyOptions): void {
  const { message, sendTo, retry, wait } = options;
  const modes = { "--message": message, "--send-to": sendTo, "--retry": retry, "--wait": wait };
  const said = Object.entries(modes).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (said.length > 1 && said.join() !== "--retry,--wait")
    throw new Refused(`verify got ${said.join(" and ")}: say one of them`);
  if (options.root !== undefined && options.emulated)
    throw new Refused("verify got --root and --emulated, whose DNS has a root of its own: say one of them");
  const html = said.find((name) => name === "--message" || name === "--send-to");
  if (html !== undefined && (formatOf(options) === "html" || options.out !== undefined))
    throw new Refused(`verify got ${html} with --format html or --out, which it does not have: leave them out`);
  const parts = [
    ["--yes", options.yes, "--retry"],
    ["--client-ip", options.clientIp, "--message"],
    ["--envelope-from", options.envelopeFrom, "--message"],
    ["--helo", options.helo, "--message"],
    ["--send-from", options.sendFrom, "--send-to"],
  ] as const;
  for (const [part, value, whole] of parts) {
    if (value !== undefined && !said.includes(whole))
      throw new Refused(`verify got ${part} without ${whole}: add ${whole}, or leave ${part} out`);
  }
}

function render(shell: Shell, verification: Verification, options: VerifyOptions): string {
  const format = formatOf(options);
  if (format === "json") return renderJson(verification);
  const words = wordsOf(languageIn(shell, options));
  const { emulated } = options;
  if (format === "html")
    return renderHtml(verification, { words, isHandedOver: !emulated, remark: emulated ? EMULATED_REMARK : undefined });
  const text =
    format === "markdown"
      ? renderMarkdown(verification)
      : renderText(verification, options.out === undefined ? paint : undefined, widthOf(shell));
  return remarked(text, options);
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
