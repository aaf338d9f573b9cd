// bimi: the logo beside the domain's mail.
import * as z from "zod";
import { formatBimi } from "../../dns/kinds/bimi";
import type { EntryContext } from "../entries/context";
import { EntryFault } from "../entries/fault";
import { asciiUrl } from "../entries/hosts";
import { rawText } from "../entries/raw-text";
import { like, rawLike } from "../schema/fields";

/** A comma or a semicolon would end the URL (BIMI draft, §4.2): they are written as %2C and %3B. */
const url = (example: string) =>
  like(example, /^https:\/\/[^\s,;/@]+\/[!-+\--:<-~]+$/, `expected an address such as ${example}`);
const logo = url("https://example.com/logo.svg");
const TEXT = "v=BIMI1; l=https://example.com/logo.svg;";
const fields = z.strictObject({
  logo: logo.optional().describe("The https:// address of the logo, an SVG of the profile Tiny PS."),
  certificate: url("https://example.com/logo.pem")
    .optional()
    .describe(
      "The https:// address of the certificate that proves that the logo is yours, which Gmail and Apple want. Default: none.",
    ),
  raw: rawLike(TEXT),
});
type Fields = z.infer<typeof fields>;

export const bimi = z
  .union([
    z.literal(false),
    logo.transform((logo): Fields => ({ logo })),
    like(TEXT, /^v=BIMI1\s*;/, "expected an https:// address, or a text that begins with v=BIMI1;").transform(
      (raw): Fields => ({ raw }),
    ),
    fields,
  ])
  .optional()
  .describe(
    "The BIMI record: the logo that mail programs show beside the domain's mail, if its DMARC policy is quarantine or reject. With false somebody else manages it. Default: none.",
  );

/** The record's text; undefined if there is none. */
export function makeBimi(setting: z.infer<typeof bimi>, { key }: EntryContext): string | undefined {
  if (!setting) return undefined;
  const { logo, certificate } = setting;
  const text = rawText(setting, "bimi", key);
  if (text !== undefined) return text;
  if (logo === undefined) throw new EntryFault(`bimi of "${key}" has no logo: write its https:// address`, ["bimi"]);
  return formatBimi({ logo: asciiUrl(logo), certificate: certificate && asciiUrl(certificate) });
}
