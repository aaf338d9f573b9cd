// mailzone emulator fault: makes AWS, Cloudflare or DNS fail, to show what happens then.
import { Argument, type Command, Option } from "commander";
import {
  armEmulatorDnsFault,
  armEmulatorFault,
  clearEmulatorFaults,
  DNS_FAULT_KINDS,
  type DnsFaultKind,
  type DnsFaultOptions,
  describeEmulatorDnsFault,
  describeEmulatorFault,
  type ErrorFault,
  type Fault,
  type FaultMatch,
} from "../../../packages/emulator/commands";
import { parseDuration } from "../../duration";
import { emulatorAccess } from "../emulator-folder";
import { wholeNumber } from "../options";
import type { Shell } from "../shell";

export function addEmulatorFault(emulator: Command, shell: Shell, say: (line: string) => void): void {
  const fault = emulator
    .command("fault")
    .description("let calls to AWS and Cloudflare, or answers of DNS, fail or take long");
  const access = () => emulatorAccess(shell, "emulator fault");
  const arm = async (fault: Fault) => {
    await armEmulatorFault(access(), fault);
    say(`armed ${describeEmulatorFault(fault)}`);
  };
  const match = (command: Command) =>
    command
      .addOption(
        new Option("--operation <operation>", "which calls")
          .choices(["any", "create", "read", "list", "update", "delete"])
          .default("any"),
      )
      .option("--type <type>", "Terraform's name of the resource type (default: any)")
      .option("--name <part>", "part of the record's or identity's name (default: any)")
      .option("--skip <count>", "how many calls that fit it lets through first", wholeNumber, 0)
      .option("--times <count>", "how many calls; 0: all until it is cleared", wholeNumber, 1);

  match(fault.command("error").description("answer with an error"))
    .option("--status <status>", "the HTTP status, such as 429", wholeNumber, 500)
    .option("--code <code>", "the service's own error code")
    .option("--message <text>", "the service's own words")
    .option("--retry-after <seconds>", "of its Retry-After header (default: 1 with status 429)", wholeNumber)
    .action(async (options: FaultMatch & Omit<ErrorFault, "kind">) => {
      await arm({ kind: "error", ...options });
    });

  match(fault.command("delay").argument("<duration>", "such as 500ms or 30s").description("answer late"))
    .option("--after", "after the effect: the call has worked, and nobody is told yet")
    .action(async (duration: string, { after, ...options }: FaultMatch & { after?: boolean }) => {
      const milliseconds = parseDuration(duration);
      await arm({ kind: "delay", milliseconds, when: after ? "after" : "before", ...options });
    });

  match(fault.command("cut").description("end the connection without an answer"))
    .option("--after", "after the effect: the call has worked, and nobody is told")
    .action(async ({ after, ...options }: FaultMatch & { after?: boolean }) => {
      await arm({ kind: "cut", when: after ? "after" : "before", ...options });
    });

  fault
    .command("dns")
    .description("let DNS servers answer wrongly, late or not at all")
    .addArgument(new Argument("<kind>", "what happens").choices(DNS_FAULT_KINDS))
    .argument("[duration]", "of a delay, such as 500ms")
    .option("--name <part>", "part of the name that is asked for (default: any)")
    .option("--type <type>", "the type that is asked for (default: any)")
    .option(
      "--server <server>",
      "an address, a name server's name, or resolver (default: the zone's servers; the resolver for stale and dnssec)",
    )
    .option("--times <count>", "how many answers; 0: all until it is cleared", wholeNumber, 0)
    .action(async (kind: DnsFaultKind, duration: string | undefined, options: Omit<DnsFaultOptions, "kind">) => {
      const milliseconds = duration === undefined ? {} : { milliseconds: parseDuration(duration) };
      const armed = { kind, ...options, ...milliseconds };
      await armEmulatorDnsFault(access(), armed);
      say(`armed dns ${describeEmulatorDnsFault(armed)}`);
    });

  fault
    .command("clear")
    .description("disarm what is armed")
    .action(async () => say(`disarmed ${await clearEmulatorFaults(access())} faults`));
}
