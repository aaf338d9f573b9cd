// The options that mean the same in every command.
import os from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import { EMULATED_REMARK } from "../app/context";
import { MAX_BUDGET, USUAL_BUDGET } from "../cloudflare/budget";
import { LANGUAGES, type Language } from "../dns/languages";
import { parseDuration } from "../duration";
import { languageOf } from "../records/words/languages";
import type { Shell } from "./shell";

export interface CommonOptions {
  readonly config?: readonly string[];
  readonly emulated?: boolean;
  /** Which providers plan and apply in the emulator. @default "emulated" */
  readonly providers?: ProviderKind;
  /** Whether Terraform runs behind the gateway to Cloudflare. @default true */
  readonly gateway?: boolean;
  /** Milliseconds in which the gateway answers from a list. @default 60000 */
  readonly freshness?: number;
}

export const PROVIDER_KINDS = ["emulated", "real"] as const;
export type ProviderKind = (typeof PROVIDER_KINDS)[number];

export interface FormatOptions<F extends string> {
  readonly format: F;
  readonly json?: boolean;
}

/** For an option that may be repeated: adds each value to the earlier ones. */
export function collect(value: string, values: readonly string[] = []): readonly string[] {
  return [...values, value];
}

export function withConfig(command: Command): Command {
  const description = "a configuration file or folder; repeatable (default: MAILZONE_CONFIG, or domains.yaml)";
  return command.option("--config <file>", description, collect);
}

export function withEmulated(command: Command): Command {
  return command
    .option("--emulated", "with AWS and Cloudflare emulated on this machine, no credentials")
    .addOption(new Option("--sandbox", "the same, as it was called").implies({ emulated: true }).hideHelp());
}

/** For commands that plan or apply. */
export function withProviders(command: Command): Command {
  return command.addOption(
    providersOption("with --emulated: the real providers of AWS and Cloudflare, installed by terraform"),
  );
}

export function providersOption(description: string): Option {
  return new Option("--providers <kind>", description).choices(PROVIDER_KINDS);
}

export function withFormat(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(new Option("--format <format>", "how the answer is written").choices(formats).default(formats[0]))
    .option("--json", "short for --format json");
}

/** If stdout is not a terminal, lines are short enough for a message or a ticket. */
const PLAIN_WIDTH = 99;

/** The width of the printed text, in cells. */
export function widthOf({ width }: Shell): number {
  return width ?? PLAIN_WIDTH;
}

export interface LanguageOptions {
  readonly lang?: Language;
}

export function withLanguage(command: Command): Command {
  const description = "the language of what people read (default: by LC_ALL, LC_MESSAGES or LANG, else en)";
  return command.addOption(new Option("--lang <language>", description).choices(LANGUAGES));
}

/** The named language, else the user's (POSIX, Environment Variables: an empty variable counts as unset). */
export function languageIn({ env }: Shell, { lang }: LanguageOptions): Language {
  return lang ?? languageOf(env.LC_ALL || env.LC_MESSAGES || env.LANG || "");
}

/** For a number from 1. */
export function numberFromOne(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError("write a whole number from 1.");
  return count;
}

/** For a number from 0. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("write a whole number.");
  return Number(text);
}

/** For commands that run Terraform behind the gateway to Cloudflare. */
export function withGatewayOptions(command: Command): Command {
  return withBudget(command.option("--no-gateway", "let Terraform ask Cloudflare for each record by itself"));
}

/** How the gateway works. */
export function withBudget(command: Command): Command {
  const budget = `the most requests to Cloudflare in any five minutes (default: MAILZONE_BUDGET, or ${USUAL_BUDGET})`;
  return command
    .addOption(new Option("--budget <requests>", budget).argParser(budgetNumber))
    .addOption(
      new Option("--freshness <duration>", "how long a list of a zone answers reads (default: 60s)").argParser(seconds),
    );
}

function budgetNumber(text: string): number {
  const requests = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (requests >= 1 && requests <= MAX_BUDGET) return requests;
  throw new InvalidArgumentError(`write a whole number from 1 to ${MAX_BUDGET}: Cloudflare refuses more.`);
}

/** Milliseconds, at least one second. */
function seconds(text: string): number {
  let milliseconds: number;
  try {
    milliseconds = parseDuration(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
  if (milliseconds < 1000) throw new InvalidArgumentError("write at least 1s, or say --no-gateway.");
  return milliseconds;
}

/** For an option that names an AWS account. */
export function accountId(text: string): string {
  if (!/^\d{12}$/.test(text)) throw new InvalidArgumentError("write twelve digits.");
  return text;
}

/** For commands that write the state. */
export function withLockTimeout(command: Command): Command {
  const description =
    "how long to wait for the lock of a state that another run has, such as 10m (default: not at all)";
  return command.addOption(new Option("--lock-timeout <duration>", description).argParser(terraformDuration));
}

/** In the form that Terraform accepts. */
function terraformDuration(text: string): string {
  if (!/^(?:\d{1,4}[hms]){1,3}$/.test(text))
    throw new InvalidArgumentError("write a duration such as 30s, 10m or 1h30m.");
  return text;
}

export function withParallel(command: Command): Command {
  const description = "how many stacks at a time (default: one per core)";
  const option = new Option("--parallel <stacks>", description).argParser(numberFromOne);
  return command.addOption(option.default(os.availableParallelism(), "one per core"));
}

export function formatOf<F extends string>({ format, json }: FormatOptions<F>): F {
  return json ? ("json" as F) : format;
}

/**
 * Output that may be passed on says that it is emulated. JSON does not: it is for programs, which chose the emulator
 * themselves.
 */
export function withRemark(
  text: string,
  options: CommonOptions & FormatOptions<string>,
  remark = EMULATED_REMARK,
): string {
  return options.emulated && formatOf(options) !== "json" ? `${remark}\n\n${text}` : text;
}
