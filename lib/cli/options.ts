// The options that mean the same in every command.
import os from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Configuration } from "../config/configuration";
import { loadConfiguration, splitConfigNames } from "../config/load";
import { formatFinding } from "../dns/finding";
import { languageOf } from "../records/words/languages";
import { LANGUAGES, type Language } from "../records/words/words";
import { Refused, type Shell } from "./shell";

export interface CommonOptions {
  readonly config?: readonly string[];
  readonly emulated?: boolean;
}

export interface FormatOptions<F extends string> {
  readonly format: F;
  readonly json?: boolean;
}

/** For an option that may be repeated: each value behind the ones before it. */
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

export function withFormat(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(new Option("--format <format>", "how the answer is written").choices(formats).default(formats[0]))
    .option("--json", "short for --format json");
}

/** Where stdout is no terminal, lines are short enough for a message or a ticket. */
const PLAIN_WIDTH = 99;

/** Of what is printed, in cells. */
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

/** Named, else the user's (POSIX, Environment Variables: an empty one counts as unset). */
export function languageIn({ env }: Shell, { lang }: LanguageOptions): Language {
  return lang ?? languageOf(env.LC_ALL || env.LC_MESSAGES || env.LANG || "");
}

/** For an option that counts from 1. */
export function numberFromOne(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError("write a whole number from 1.");
  return count;
}

/** For an option that may be 0. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("write a whole number.");
  return Number(text);
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

/** As Terraform takes one. */
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

export const EMULATED_REMARK = "emulated: DNS, SES and Cloudflare are emulated";

/** Whatever may be handed on says where it is from; json is for programs, which asked for the emulator themselves. */
export function remarked(text: string, options: CommonOptions & FormatOptions<string>): string {
  return options.emulated && formatOf(options) !== "json" ? `${EMULATED_REMARK}\n\n${text}` : text;
}

/** What to type next, in the world in which this command ran. */
export function commandLine(words: string, isEmulated = false): string {
  return `mailzone ${words}${isEmulated ? " --emulated" : ""}`;
}

/** The names of the configuration's files or folders, as they are shown in messages. */
export function configNames(shell: Shell, { config = [] }: CommonOptions): readonly string[] {
  if (config.length > 0) return config;
  const named = splitConfigNames(shell.env.MAILZONE_CONFIG ?? "");
  return named.length > 0 ? named : ["domains.yaml"];
}

/** @param what whether imports.yaml is read too, which is the default */
export function readConfig(
  shell: Shell,
  options: CommonOptions,
  what: { readonly imports: boolean } = { imports: true },
): Configuration {
  return loadConfiguration(configNames(shell, options), shell.cwd, what);
}

/** The configuration, if it has no errors. */
export function refuseErrors(
  shell: Shell,
  options: CommonOptions,
  what?: { readonly imports: boolean },
): Configuration {
  const config = readConfig(shell, options, what);
  const errors = config.findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Refused(errors.map(formatFinding).join("\n"));
  return config;
}

/** The configuration, if it has no errors; its warnings are said. */
export function soundConfig(shell: Shell, options: CommonOptions): Configuration {
  const config = refuseErrors(shell, options);
  for (const finding of config.findings) shell.say(formatFinding(finding));
  return config;
}
