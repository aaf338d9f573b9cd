// The command line of `npm run test:real`.
import { parseArgs } from "node:util";

export interface Arguments {
  /** Part of the names of the scenarios to run; empty for all. */
  readonly only: string;
  /** Versions such as `5.22.0`, `newest` or `pinned`; none for the usual ones. */
  readonly cloudflare: readonly string[];
  readonly aws: readonly string[];
  /** Whether a scenario ends at its first difference. */
  readonly first: boolean;
  /** Whether mistakes are made in the emulator, to see that each is found. */
  readonly mutations: boolean;
  readonly help: boolean;
}

export const HELP = `npm run test:real -- [options]

Compares the emulated providers with the real ones: every scenario runs with both, each in an emulated world of its own, and after every
step all that can be seen is compared. No credentials are needed, and nothing real is touched. docs/providers.md says what is compared.

The real providers come from the registry, which needs a network, or from a filesystem mirror:
  MAILZONE_PROVIDERS=FOLDER npm run test:real
A provider that is not in the mirror is emulated on both sides. Without either, nothing is compared, and the reason is printed.

  --only PART           only scenarios with this in their names, such as drift or "example article"
  --cloudflare VERSION  such as 5.22.0, or newest, or pinned (that of the bindings); can be given several times
                        (default: all in the mirror, or the pinned and the newest of the registry)
  --aws VERSION         the same for hashicorp/aws
  --first               end each scenario at its first difference
  --mutations           make mistakes in the emulator, one by one, and see that each is found; in a checkout without changes. With --only
                        those that a scenario of that name must find
  --help                this text

Exit 0: the same, but for known differences, or nothing to compare (1 where CI is set). 1: other differences, or a mistake that was not
found. 2: it could not be run.`;

/** @throws Error, one line that says what to write */
export function parseArguments(args: readonly string[]): Arguments {
  // npm's script ends with --, so that jest-like calls work.
  const given = args[0] === "--" ? args.slice(1) : [...args];
  const { values } = parseArgs({
    args: given,
    options: {
      only: { type: "string", default: "" },
      cloudflare: { type: "string", multiple: true, default: [] },
      aws: { type: "string", multiple: true, default: [] },
      first: { type: "boolean", default: false },
      mutations: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  for (const version of [...values.cloudflare, ...values.aws]) {
    if (!/^\d+\.\d+\.\d+$|^newest$|^pinned$/.test(version)) {
      throw new Error(`"${version}" is no version: write one such as 5.22.0, newest or pinned`);
    }
  }
  return values;
}
