// The records as Terraform's output `records` gives them back: the same list that domainRecords() made, values known.
import * as z from "zod";
import { DESCRIPTIONS, type DnsRecord, type Purpose, RECORD_TYPES } from "../dns/record";

const record = z.object({
  entry: z.string(),
  id: z.string(),
  domain: z.string(),
  region: z.string(),
  zone: z.string(),
  purpose: z.enum(Object.keys(DESCRIPTIONS) as Purpose[]),
  type: z.enum(RECORD_TYPES),
  name: z.string(),
  content: z.string().nullable(),
  priority: z.number().nullable(),
  data: z.record(z.string(), z.union([z.string(), z.number()])).nullable(),
  ttl: z.number(),
  proxied: z.boolean(),
});

/** The records of an output's value; undefined where it is something else. */
export function parseOutputRecords(value: unknown): DnsRecord[] | undefined {
  return z.array(record).safeParse(value).data;
}
