// mailzone check: is domains.yaml right?
import type { Command } from "commander";
import pc from "picocolors";
import { isReadable } from "../config/configuration";
import { formatFinding } from "../dns/finding";
import { type CommonOptions, type FormatOptions, formatOf, readConfig, withConfig, withFormat } from "./options";
import { EXIT, type Shell } from "./shell";

export function addCheck(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("check")
    .description("is domains.yaml right? Exit 1 where a rule says no, 2 where it cannot be read");
  withFormat(withConfig(command), ["text", "json"]);
  command.action((options: CommonOptions & FormatOptions<"text" | "json">) => exit(check(shell, options)));
}

export function check(shell: Shell, options: CommonOptions & FormatOptions<"text" | "json">): number {
  const config = readConfig(shell, options);
  const { file, domains, findings } = config;
  const errors = findings.filter(({ severity }) => severity === "error").length;

  if (formatOf(options) === "json") {
    shell.print(JSON.stringify({ file, domains: domains.length, findings }, null, 2));
  } else {
    for (const finding of findings) {
      const paint = finding.severity === "error" ? pc.red : pc.yellow;
      shell.print(formatFinding(finding).replace(`${finding.severity}:`, paint(`${finding.severity}:`)));
    }
    const warnings = findings.length - errors;
    if (errors > 0) shell.say(`${file}: ${count(errors, "error")}, ${count(warnings, "warning")}`);
    else shell.print(`${file}: ${count(domains.length, "domain")}, no errors, ${count(warnings, "warning")}`);
  }

  if (!isReadable(config)) return EXIT.refused;
  return errors > 0 ? EXIT.no : EXIT.yes;
}

function count(number: number, noun: string): string {
  return `${number === 0 ? "no" : number} ${noun}${number === 1 ? "" : "s"}`;
}
