// The options of mailzone verify, and which of them go together.
import type { Command } from "commander";
import { Refused } from "../app/refused";
import { isReport, REPORTS } from "../app/report";
import type { MessageFormat } from "../verify/render/message";
import { type DnsCommandOptions, withRate } from "./dns-options";
import {
  type CommonOptions,
  collect,
  type FormatOptions,
  formatOf,
  type LanguageOptions,
  withConfig,
  withEmulated,
  withFormat,
  withLanguage,
} from "./options";

const FORMATS = ["text", "markdown", "json", "html", ...REPORTS] as const;
export type VerifyFormat = (typeof FORMATS)[number];

export interface VerifyCommandOptions
  extends CommonOptions,
    DnsCommandOptions,
    FormatOptions<VerifyFormat>,
    LanguageOptions {
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

export function withVerifyOptions(command: Command): void {
  command
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
}

/** A message and the list of --readiness have no page and no report; refuseMixture() says so. */
export function messageFormat(options: FormatOptions<VerifyFormat>): MessageFormat {
  const format = formatOf(options);
  return format === "html" || isReport(format) ? "text" : format;
}

/** Which options can be used together, and which cannot. */
export function refuseMixture(options: VerifyCommandOptions): void {
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
