// The records as Terraform's output `records` gives them back: the same list that domainRecords() made, values known.
import * as z from "zod";
import type { DnsRecord } from "../dns/record";

const record = z.object({
  entry: z.string(),
  id: z.string(),
  domain: z.string(),
  region: z.string(),
  zone: z.string(),
  purpose: z.enum(["dkim", "mail-from-mx", "mail-from-spf", "dmarc", "web"]),
  type: z.enum(["CNAME", "MX", "TXT"]),
  name: z.string(),
  content: z.string(),
  priority: z.number().nullable(),
  data: z.null(),
  ttl: z.number(),
  proxied: z.boolean(),
});

/** The records of an output's value; undefined where it is something else. */
export function parseOutputRecords(value: unknown): DnsRecord[] | undefined {
  return z.array(record).safeParse(value).data;
}
