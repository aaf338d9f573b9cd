// spf: the SPF record at the domain itself, as fields or raw. Settings of several entries of a domain are merged, see merged-spf.ts.
import * as z from "zod";
import { asciiLabels } from "../entries/hosts";
import { list, matching, raw } from "../schema/fields";

/** RFC 7208 §4.5. The rules check the rest. */
const RECORD = /^v=spf1(?: |$)/;

/** What follows the mechanism's name and colon. */
const senders = (mechanism: string) =>
  matching(new RegExp(`^(?!${mechanism}:)`), `expected what follows "${mechanism}:"`);

const fields = z.strictObject({
  amazonses: z
    .boolean()
    .optional()
    .describe(
      "Whether to include SES, which is only needed if SES uses the domain itself as MAIL FROM. Default: false.",
    ),
  include: list(senders("include")).describe("Other senders' records, such as _spf.example.net."),
  ip4: list(senders("ip4")).describe("Addresses or networks, such as 192.0.2.0/24."),
  ip6: list(senders("ip6")).describe("Addresses or networks, such as 2001:db8::/32."),
  a: list(senders("a")).describe("Hosts whose addresses send; @ is the domain itself."),
  mx: list(senders("mx")).describe("Domains whose MX hosts send; @ is the domain itself."),
  exists: list(senders("exists")).describe("Names that are looked up for each sender, with macros."),
  redirect: z.string().optional().describe("The name whose record is used if nothing matches; instead of all."),
  all: z.enum(["~all", "-all", "?all", "+all"]).optional().describe("The result for all other senders. Default: ~all."),
  raw,
});
type Fields = z.infer<typeof fields>;

export const spf = z
  .union([
    z.literal(false),
    matching(RECORD, "expected a text that begins with v=spf1").transform((raw): Fields => ({ raw })),
    fields,
  ])
  .optional()
  .describe(
    "The SPF record at the domain itself, for all its senders: its text (v=spf1 …) or a map; SES does not need it. With false somebody else manages it: Terraform forgets the record and does not delete it. Default: none.",
  );

/** The SPF setting of an entry. */
export type SpfSetting = Exclude<z.infer<typeof spf>, false | undefined>;

/** The setting with all names in ASCII. `raw` is published as it is written. */
export function asciiSpf(spf: SpfSetting, key: string): SpfSetting {
  const named = Object.entries(spf).filter(([field]) => NAMED.includes(field));
  const ascii = named.map(([field, value]) => {
    const one = (text: string) => asciiLabels(text, `${field} "${text}" in the spf of "${key}"`, ["spf", field]);
    return [field, Array.isArray(value) ? value.map(one) : one(String(value))];
  });
  return { ...spf, ...Object.fromEntries(ascii) };
}

const NAMED: readonly string[] = ["include", "a", "mx", "exists", "redirect"];
