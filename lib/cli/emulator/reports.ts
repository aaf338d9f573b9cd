// mailzone emulator reports: what receivers would report of a domain's mail, for `mailzone reports` to read.
import path from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import {
  type DescribedMail,
  MAIL_KINDS,
  type TlsSessions,
  writeEmulatorReports,
} from "../../../packages/emulator/commands";
import { readDomain } from "../../reports/aggregate/values";
import { emulatorAccess } from "../emulator-folder";
import { INVOCATION } from "../invocation";
import type { Shell } from "../shell";

interface EmulatorReportsOptions {
  readonly mail?: readonly DescribedMail[];
  readonly days: number;
  readonly tls?: TlsSessions;
}

/** The most messages or sessions a day. */
const MAX_COUNT = 100_000_000;
const MAX_DAYS = 400;

export function addEmulatorReports(emulator: Command, shell: Shell, say: (line: string) => void): void {
  const senders = `${MAIL_KINDS.join(", ")}, or the domain of a sender that signs as itself`;
  emulator
    .command("reports")
    .description("write the DMARC and TLS reports of receivers about described mail, for mailzone reports")
    .argument("<domain...>", "whose mail it is", collectDomain)
    .addOption(
      new Option("--mail <source=messages>", `messages a day of ${senders}; repeatable`).argParser(collectMail),
    )
    .addOption(new Option("--days <days>", "how many days before today, UTC").argParser(days).default(28))
    .addOption(
      new Option("--tls <sessions[/failed]>", "write TLS reports as well, of so many sessions a day").argParser(
        sessions,
      ),
    )
    .action(async (domains: readonly string[], { mail = [], days, tls }: EmulatorReportsOptions) => {
      const request = { domains, mail, days, tls };
      const written = await writeEmulatorReports(emulatorAccess(shell, "emulator reports"), request);
      const folder = path.relative(shell.cwd, written.folder) || ".";
      const kinds = [
        `DMARC reports (${written.aggregate})`,
        ...(written.tls > 0 ? [`TLS reports (${written.tls})`] : []),
      ];
      say(`${kinds.join(" and ")} of ${domains.join(", ")} are in ${folder}`);
      for (const note of written.notes) say(`note: ${note}`);
      say(`read them by ${INVOCATION} reports ${folder}`);
    });
}

function collectDomain(text: string, names: readonly string[] = []): readonly string[] {
  const name = readDomain(text);
  if (name === undefined || !name.includes(".")) throw new InvalidArgumentError("write a domain such as example.com.");
  return names.includes(name) ? names : [...names, name];
}

function collectMail(text: string, before: readonly DescribedMail[] = []): readonly DescribedMail[] {
  const [, source = "", count] = /^([^=]+)=(\d{1,9})$/.exec(text) ?? [];
  const messages = Number(count);
  const isKind = (MAIL_KINDS as readonly string[]).includes(source);
  const name = isKind ? source : readDomain(source);
  if (name === undefined || (!isKind && !name.includes(".")) || !(messages >= 1 && messages <= MAX_COUNT))
    throw new InvalidArgumentError(`write ${MAIL_KINDS.join(", ")} or a domain, and messages a day, such as ses=200.`);
  return [...before, { source: name, messages }];
}

function days(text: string): number {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > MAX_DAYS) throw new InvalidArgumentError(`write a whole number from 1 to ${MAX_DAYS}.`);
  return count;
}

function sessions(text: string): TlsSessions {
  const [, succeeded, failed = "0"] = /^(\d{1,8})(?:\/(\d{1,8}))?$/.exec(text) ?? [];
  if (succeeded === undefined)
    throw new InvalidArgumentError("write sessions a day, and those that fail, such as 20/1.");
  return { succeeded: Number(succeeded), failed: Number(failed) };
}
