// mtaSts: the policy by which other mail servers deliver to the domain, and the record with its id (RFC 8461).
import * as z from "zod";
import type { MtaSts } from "../../dns/domain";
import { formatMtaSts } from "../../dns/kinds/mta-sts";
import { fullName } from "../../dns/names";
import { MAX_AGE_LIMIT, mtaStsId } from "../../dns/text/mta-sts-policy";
import type { EntryContext } from "../entries/context";
import { EntryFault } from "../entries/fault";
import { asciiName } from "../entries/hosts";
import { rawText } from "../entries/raw-text";
import { like, list, rawLike } from "../schema/fields";
import type { records } from "./records";

const TEXT = "v=STSv1; id=20261129;";
const WEEK = 604_800;
const host = like(
  "mx.example.net",
  /^(?:\*\.)?[^\s*@:/.]+(?:\.[^\s*@:/.]+)+\.?$/,
  "expected a mail server such as mx.example.net, or *.example.net for all of one domain",
);
const mode = z.enum(["testing", "enforce", "none"]);
const fields = z.strictObject({
  mode: mode
    .optional()
    .describe(
      "What other mail servers do where the policy does not hold: only report it (by TLS-RPT), or not deliver. With none they forget the policy. Default: testing.",
    ),
  mx: list(host).describe(
    "The mail servers of the domain, or *.example.net for those of one domain. Default: the MX under records.",
  ),
  maxAge: z
    .int("expected whole seconds")
    .min(0)
    .max(MAX_AGE_LIMIT, `expected at most ${MAX_AGE_LIMIT} seconds, about a year`)
    .optional()
    .describe("How long other mail servers keep the policy, in seconds. Default: 604800, a week."),
  raw: rawLike(TEXT),
});
type Fields = z.infer<typeof fields>;

export const mtaSts = z
  .union([
    z.literal(false),
    mode.transform((mode): Fields => ({ mode })),
    like(TEXT, /^v=STSv1\s*;/, "expected a mode, or a text that begins with v=STSv1;").transform(
      (raw): Fields => ({ raw }),
    ),
    fields,
  ])
  .optional()
  .describe(
    "MTA-STS, by which other mail servers deliver to the domain with TLS only: a mode, a map, or the record's text where somebody else has the policy. Its id is made of the policy, which mailzone records --policy prints. With false somebody else manages it. Default: none.",
  );

/** @throws EntryFault if it is not known where mail arrives */
export function makeMtaSts(
  setting: z.infer<typeof mtaSts>,
  beside: z.infer<typeof records>,
  { domain, key }: EntryContext,
): MtaSts | undefined {
  if (!setting) return undefined;
  const raw = rawText(setting, "mtaSts", key);
  if (raw !== undefined) return { text: raw };
  const { mode = "testing", mx, maxAge = WEEK } = setting;
  const given = mx === undefined ? mxOf(beside, domain) : [mx].flat();
  if (given.length === 0 && mode !== "none")
    throw new EntryFault(
      `mtaSts of "${key}" does not say where mail arrives, and its records have no MX: write mx: with the domain's mail servers`,
      ["mtaSts"],
    );
  const ascii = given.map((one) => {
    const [star, name] = one.startsWith("*.") ? ["*.", one.slice(2)] : ["", one];
    return star + asciiName(name, `mx "${one}" in the mtaSts of "${key}"`, ["mtaSts"]);
  });
  const policy = { mode, mx: [...new Set(ascii)], maxAge };
  return { text: formatMtaSts(mtaStsId(policy)), policy };
}

/** The hosts of the MX at the domain itself, in the order of their priority. */
function mxOf(beside: z.infer<typeof records> = {}, domain: string): string[] {
  return Object.values(beside)
    .filter(({ type, name, content }) => type === "MX" && fullName(name, domain) === domain && content !== ".")
    .sort((a, b) => (a.priority ?? 0) - (b.priority ?? 0))
    .flatMap(({ content }) => content ?? []);
}
