// dmarc: the DMARC record of the domain, as fields or raw.
import * as z from "zod";
import { DEFAULT_LADDER, type DmarcLadder, LADDER_STEPS } from "../../dns/dmarc-ladder";
import { DMARC_POLICIES, formatDmarc } from "../../dns/text/dmarc";
import { defined, type EntryContext } from "../entries/context";
import { reportUri } from "../entries/hosts";
import { rawText } from "../entries/raw-text";
import { list, matching, raw } from "../schema/fields";

const ADDRESS = /^(?:mailto:)?[^\s@,;!<>"]+@[^\s@,;!<>"][^\s@,;!<>".]*\.[^\s@,;!<>"]+$/;
const reportAddress = matching(ADDRESS, "expected an e-mail address such as dmarc@example.com");
/** RFC 9989 §4.7: the version is the first thing of the text. The rules check the rest. */
const RECORD = /^v\s*=\s*DMARC1\b/;
const policy = z.enum(DMARC_POLICIES).optional();
const alignment = z.enum(["relaxed", "strict"]).optional();
const fields = z.strictObject({
  policy: policy.describe(
    "What receivers do with mail that fails: only report it, treat it as suspicious, or discard it. Default: none.",
  ),
  subdomainPolicy: policy.describe("The same for subdomains that exist (sp). Default: as policy."),
  nonexistentSubdomainPolicy: policy.describe(
    "The same for subdomains that do not exist (np). Default: as subdomainPolicy.",
  ),
  testing: z.boolean().optional().describe("Receivers only report and do not apply the policy (t=y). Default: false."),
  alignment: z
    .strictObject({
      dkim: alignment.describe("adkim. Default: relaxed."),
      spf: alignment.describe("aspf; strict never passes with SES's MAIL FROM. Default: relaxed."),
    })
    .optional()
    .describe("How the From domain must match the domain that passed DKIM or SPF."),
  failureOptions: list(z.enum(["0", "1", "d", "s"])).describe(
    'When failures are reported (fo), such as "1". Default: 0.',
  ),
  rua: list(reportAddress).describe("Where aggregate reports go: an address or a list of them."),
  ruf: list(reportAddress).describe("Where failure reports go: an address or a list of them."),
  ladder: z
    .union([
      z.literal(true),
      z.strictObject({
        steps: z
          .array(z.enum(LADDER_STEPS))
          .min(1)
          .optional()
          .describe(
            "The steps that are taken, such as [none, quarantine, reject]; quarantine-test is p=quarantine with t=y. Default: all.",
          ),
        days: z.number().int().min(7).max(365).optional().describe("The last so many days must be clean. Default: 28."),
        messages: z
          .number()
          .int()
          .min(1)
          .optional()
          .describe("The domain's own messages that reports must have counted in these days. Default: 100."),
        maxFailing: z
          .number()
          .min(0)
          .max(5)
          .optional()
          .describe("The share of the domain's own messages that may have failed, in percent. Default: 0.1."),
      }),
    ])
    .optional()
    .describe(
      "When the policy may become stricter: mailzone reports --next says whether the next step is earned. It changes no record. With true, the defaults.",
    ),
  raw,
});
type Fields = z.infer<typeof fields>;

export const dmarc = z
  .union([
    z.literal(false),
    z.enum(DMARC_POLICIES).transform((policy): Fields => ({ policy })),
    matching(RECORD, "expected a policy, or a text that begins with v=DMARC1").transform((raw): Fields => ({ raw })),
    fields,
  ])
  .optional()
  .describe(
    "The DMARC record: a policy alone, the record's text (v=DMARC1; …), or a map. With false somebody else manages it: Terraform forgets the record and does not delete it. Default: policy none.",
  );

/** The record's text; undefined if somebody else manages it. */
export function makeDmarc(setting: z.infer<typeof dmarc> = {}, { key }: EntryContext): string | undefined {
  if (setting === false) return undefined;
  const text = rawText(setting, "dmarc", key);
  if (text !== undefined) return text;
  const { raw: _, alignment = {}, policy = "none", rua, ruf, failureOptions, ladder: _ladder, ...rest } = setting;
  const uris = (field: "rua" | "ruf", addresses: string | readonly string[] | undefined) =>
    addresses === undefined
      ? undefined
      : [addresses].flat().map((address) => reportUri(address, `${field} "${address}" of "${key}"`, ["dmarc", field]));
  return formatDmarc(
    defined({
      policy,
      ...rest,
      dkimAlignment: alignment.dkim,
      spfAlignment: alignment.spf,
      failureOptions: failureOptions && [failureOptions].flat(),
      rua: uris("rua", rua),
      ruf: uris("ruf", ruf),
    }),
  );
}

/** When the policy may become stricter; undefined if the setting does not say. */
export function makeLadder(setting: z.infer<typeof dmarc>): DmarcLadder | undefined {
  const ladder = setting === false ? undefined : setting?.ladder;
  if (ladder === undefined) return undefined;
  return { ...DEFAULT_LADDER, ...(ladder === true ? {} : defined(ladder)) };
}
