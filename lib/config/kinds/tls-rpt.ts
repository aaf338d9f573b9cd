// tlsRpt: where failed TLS deliveries are reported (RFC 8460 §3).
import * as z from "zod";
import { formatTlsRpt } from "../../dns/kinds/tls-rpt";
import type { EntryContext } from "../entries/context";
import { EntryFault } from "../entries/fault";
import { asciiUrl, reportUri } from "../entries/hosts";
import { rawText } from "../entries/raw-text";
import { like, list, matching, rawLike } from "../schema/fields";

/** A comma, a semicolon or an exclamation mark in an address would end it (RFC 8460 §3): they are written as %2C, %3B and %21. */
const URI =
  /^(?:https:\/\/[^\s,;!@/]+(?:\/[^\s,;!]*)?|(?:mailto:)?[^\s@,;!<>"]+@[^\s@,;!<>"][^\s@,;!<>".]*\.[^\s@,;!<>"]+)$/;
const address = matching(URI, "expected an e-mail address such as tls@example.com, or an https:// address");
const TEXT = "v=TLSRPTv1; rua=mailto:tls@example.com";
const fields = z.strictObject({
  rua: list(address).describe("Where the reports go: an address or a list of them."),
  raw: rawLike(TEXT),
});
type Fields = z.infer<typeof fields>;

export const tlsRpt = z
  .union([
    z.literal(false),
    like(TEXT, /^v=TLSRPTv1\s*;/, "expected an address, or a text that begins with v=TLSRPTv1;").transform(
      (raw): Fields => ({ raw }),
    ),
    address.transform((rua): Fields => ({ rua })),
    z.array(address).transform((rua): Fields => ({ rua })),
    fields,
  ])
  .optional()
  .describe(
    "The TLS-RPT record: where other mail servers report deliveries to the domain that failed for want of TLS, by mail or to an https:// address. With false somebody else manages it. Default: none.",
  );

/** The record's text; undefined if there is none. */
export function makeTlsRpt(setting: z.infer<typeof tlsRpt>, { key }: EntryContext): string | undefined {
  if (!setting) return undefined;
  const raw = rawText(setting, "tlsRpt", key);
  if (raw !== undefined) return raw;
  const given = [setting.rua ?? []].flat();
  const uris = given.map((one) =>
    one.startsWith("https://") ? asciiUrl(one) : reportUri(one, `tlsRpt "${one}" of "${key}"`, ["tlsRpt"]),
  );
  if (uris.length === 0)
    throw new EntryFault(`tlsRpt of "${key}" has no address: write rua: with one, or leave tlsRpt out`, ["tlsRpt"]);
  return formatTlsRpt(uris);
}
