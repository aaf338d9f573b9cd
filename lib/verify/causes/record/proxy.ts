// Records that Cloudflare should proxy, and answers as they are. Mail does not depend on it, but the server behind is not protected.

import type { DnsRecord } from "../../../dns/record";
import type { Dns } from "../../dns/answer";
import { isCloudflareAddress } from "../../dns/public-address";
import { formatValue, recordsAt, recordsOf } from "../../live/value";
import { quotedList } from "../../text";
import { type CheckContext, type ObservedEntry, type Problem, problem, quotedRecord } from "../problem";

/**
 * Only what proves it counts: the CNAME itself, or an address of the record or of its target. Other addresses may be Cloudflare's:
 * customers can bring their own.
 */
export async function checkProxied(
  { records, domain }: ObservedEntry,
  { dns, hostedElsewhere }: CheckContext,
): Promise<readonly Problem[]> {
  const proxied = hostedElsewhere ? [] : records.filter((seen) => seen.record.proxied && seen.status !== "cannot-tell");
  const found = await Promise.all(
    proxied.map(async ({ record, authorities }): Promise<readonly Problem[]> => {
      const aliases = authorities.flatMap((answer) => recordsAt(answer, record.name, "CNAME"));
      const addresses = authorities.flatMap((answer) => [...recordsOf(answer, "A"), ...recordsOf(answer, "AAAA")]);
      const own = aliases.length > 0 ? [] : await ownAddresses(dns, record);
      const values = [...aliases, ...addresses.filter(({ value }) => own.includes(formatValue(value)))].map(
        ({ value }) => formatValue(value),
      );
      if (values.length === 0) return [];
      return [
        problem("proxy-off", domain, [record], {
          message: `${quotedRecord(record)} should be proxied, but is DNS only at Cloudflare: it is answered with ${quotedList([...new Set(values)])}`,
          fix: "run mailzone plan and apply, or set proxied to false in domains.yaml",
        }),
      ];
    }),
  );
  return found.flat();
}

/** The addresses of the server behind a record. A target that is proxied itself proves nothing. */
async function ownAddresses(dns: Dns, { type, content }: DnsRecord): Promise<readonly string[]> {
  if (content === null) return [];
  if (type !== "CNAME") return isCloudflareAddress(content) ? [] : [content];
  const answers = await Promise.all(["A", "AAAA"].map((family) => dns.resolve(content, family)));
  return answers
    .flatMap((answer) => [...recordsOf(answer, "A"), ...recordsOf(answer, "AAAA")])
    .flatMap(({ value }) => (value.kind === "address" && !isCloudflareAddress(value.address) ? [value.address] : []));
}
