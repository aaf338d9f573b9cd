// Mistakes that could be in the emulated providers or their APIs, each in one place of the source. The comparison with the real
// providers must catch every one: `npm run test:real -- --mutations`, in a checkout without changes.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { mirroredVersions } from "../../packages/emulator/internals/mirrors";
import type { Arguments } from "./arguments";
import { AWS_MUTATIONS } from "./aws-mutations";

export interface Mutation {
  readonly what: string;
  /** Below packages/emulator/src. */
  readonly file: string;
  /** A text that stands there once, and what takes its place. */
  readonly from: string;
  readonly to: string;
  /** The scenario that must show it. */
  readonly scenario: string;
}

const RECORD = "resources/cloudflare/dns-record.ts";
const PLAN = "resources/cloudflare/dns-record-plan.ts";
const VALUE = "resources/cloudflare/dns-record-value.ts";
const ERROR = "resources/cloudflare/request-error.ts";
const ZONE = "resources/cloudflare/zone-data.ts";

const CLOUDFLARE_MUTATIONS: readonly Mutation[] = [
  { what: "no default of proxied", file: RECORD, from: "{ proxied: false }", to: "{}", scenario: "every record type" },
  {
    what: "another type in place",
    file: RECORD,
    from: '["zone_id", "type"]',
    to: '["zone_id"]',
    scenario: "conflicts",
  },
  { what: "an id that is unknown", file: RECORD, from: '["id"]', to: "[]", scenario: "drift" },
  {
    what: "other words of an error",
    file: RECORD,
    from: "TTL must be 1 as",
    to: "TTL must be 1, as",
    scenario: "what is refused",
  },
  {
    what: "another limit",
    file: RECORD,
    from: "checkRange(priority, [0, 65535]",
    to: "checkRange(priority, [0, 99999]",
    scenario: "what is refused",
  },
  {
    what: "a number that is not checked",
    file: RECORD,
    from: "  port: [0, 65535],\n",
    to: "",
    scenario: "what is refused",
  },
  {
    what: "one error of two",
    file: RECORD,
    from: 'conflict("content", "data"), ',
    to: "",
    scenario: "what is refused",
  },
  {
    what: "a gone record is an error",
    file: RECORD,
    from: "caught.status !== 404",
    to: "caught.status !== 410",
    scenario: "drift",
  },
  {
    what: "other words for a wrong import id",
    file: RECORD,
    from: '"invalid ID"',
    to: '"wrong ID"',
    scenario: "imports",
  },
  {
    what: "another summary of refusals",
    file: ERROR,
    from: '"failed to make http request"',
    to: '"failed"',
    scenario: "conflicts",
  },
  { what: "another status line", file: ERROR, from: "Bad Request", to: "Wrong Request", scenario: "conflicts" },
  {
    what: "the answer where the plan stands",
    file: VALUE,
    from: "computed && (!optional || isOpen)",
    to: "computed",
    scenario: "every record type",
  },
  { what: "no meta in the state", file: VALUE, from: 'meta: "{}"', to: "meta: null", scenario: "example article" },
  {
    what: "flags that change their type",
    file: VALUE,
    from: "before.flags instanceof Dynamic",
    to: "before.flags === null",
    scenario: "every record type",
  },
  {
    what: "a CNAME compared by case",
    file: PLAN,
    from: 'plan.type === "CNAME" &&',
    to: 'plan.type === "NS" &&',
    scenario: "every record type",
  },
  {
    what: "a ttl that changes no time",
    file: PLAN,
    from: '"ttl", "proxied", "priority"',
    to: '"proxied", "priority"',
    scenario: "drift",
  },
  {
    what: "a time of no comment",
    file: PLAN,
    from: "if (isEmpty) plan[time] = null;",
    to: "if (isEmpty) return;",
    scenario: "example article",
  },
  {
    what: "proxiable is computed anew",
    file: PLAN,
    from: '["created_on", "proxiable", "meta"]',
    to: '["created_on", "meta"]',
    scenario: "drift",
  },
  {
    what: "other words for two zones",
    file: ZONE,
    from: "failed to find exactly one result",
    to: "not one result",
    scenario: "zones looked up",
  },
  {
    what: "a filter that is forgotten",
    file: ZONE,
    from: "filter: filter!",
    to: "filter: null",
    scenario: "zones looked up",
  },
  {
    what: "settings that are not filled",
    file: "resources/framework-plan.ts",
    from: 'nested?.nesting === "single" &&',
    to: 'nested?.nesting === "none" &&',
    scenario: "every record type",
  },
  {
    what: "an API without proxiable",
    file: "http/cloudflare/record-routes.ts",
    from: "proxiable: isProxiable(record), ",
    to: "",
    scenario: "example article",
  },
];

export const MUTATIONS: readonly Mutation[] = [...CLOUDFLARE_MUTATIONS, ...AWS_MUTATIONS];

/** Those of a provider that a mirror has; without a mirror the registry has both. */
function triable(only: string): readonly Mutation[] {
  const { MAILZONE_PROVIDERS: mirror } = process.env;
  const has = (source: string) => !mirror || mirroredVersions(path.resolve(mirror), source).length > 0;
  const all = [
    ...(has("cloudflare/cloudflare") ? CLOUDFLARE_MUTATIONS : []),
    ...(has("hashicorp/aws") ? AWS_MUTATIONS : []),
  ];
  return all.filter(({ scenario }) => scenario.includes(only));
}

/** The exit code after Ctrl-C. */
export const INTERRUPTED = 130;

/**
 * @returns how many were not caught
 * @throws Error if one cannot be made, or is interrupted; the sources are as they were
 */
export function tryMutations({ cloudflare, aws, only }: Pick<Arguments, "cloudflare" | "aws" | "only">): number {
  const versions = [
    ...cloudflare.flatMap((version) => ["--cloudflare", version]),
    ...aws.flatMap((version) => ["--aws", version]),
  ];
  let missed = 0;
  for (const { what, file: name, from, to, scenario } of triable(only)) {
    const file = path.join("packages", "emulator", "src", name);
    const text = readFileSync(file, "utf8");
    if (text.split(from).length !== 2) throw new Error(`"${from}" does not stand once in ${file}`);
    try {
      writeFileSync(file, text.replace(from, to));
      const command = [
        path.join("bin", "run.js"),
        path.join("scripts", "test-real.ts"),
        "--first",
        "--only",
        scenario,
        ...versions,
      ];
      const { status, signal, stdout } = spawnSync(process.execPath, command, { encoding: "utf8" });
      if (signal !== null || status === INTERRUPTED) throw new Error(`interrupted: ${file} is as it was`);
      const [, , first = ""] = stdout.split("\n").map((line) => line.trim());
      const isCaught = status === 1 && / differences/.test(stdout);
      if (!isCaught) missed += 1;
      console.log(`${isCaught ? "caught" : "MISSED"}: ${what} (${scenario}): ${isCaught ? first : stdout}`);
    } finally {
      writeFileSync(file, text);
    }
  }
  return missed;
}
