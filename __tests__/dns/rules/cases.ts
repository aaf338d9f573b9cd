// How the tables of failing cases are written, and short ways to vary the article's domain for them.
import type { Domain, ExtraRecord } from "../../../lib/dns/domain";
import type { DnsRecord } from "../../../lib/dns/record";
import { ARTICLE } from "../../helpers/domains";

/** Rule id: configurations that it refuses, and what it says first; `change` is made to the first record. */
export type Cases = Readonly<
  Record<string, readonly (readonly [domains: readonly Domain[], message: string, change?: Partial<DnsRecord>])[]>
>;

export const TARGET = "d111111abcdef8.cloudfront.net";

/** An article's domain that nothing is to be said about. */
export const QUIET: Domain = { ...ARTICLE, dmarc: "v=DMARC1; p=none; rua=mailto:dmarc@example.com;" };

export const web = (name: string) => ({ name, target: TARGET, proxied: false, ttl: 1 });

export type Part = Partial<ExtraRecord> & Pick<ExtraRecord, "type">;

/** The article's domain with these records beside it, keyed a, b, c, …; at the domain itself if they do not say. */
export function withRecords(...parts: readonly Part[]): Domain[] {
  const records = parts.map((part, index) => {
    const key = "abcdefghij".charAt(index);
    return { key, name: "example.com", proxied: false, ttl: 1, ...part };
  });
  return [{ ...QUIET, records }];
}

export const txt = (content: string, name = "example.com"): Part => ({ type: "TXT", name, content });
export const mx = (content: string, priority = 10, name = "example.com"): Part => ({
  type: "MX",
  name,
  content,
  priority,
});
export const caa = (tag: string, value: string, name = "example.com"): Part => ({
  type: "CAA",
  name,
  data: { flags: 0, tag, value },
});
export const withSpf = (spf: string): Domain[] => [{ ...QUIET, spf }];
export const withDmarc = (dmarc: string): Domain[] => [{ ...QUIET, dmarc }];
