// The records as Terraform's output `records` gives them back: the same list that domainRecords() made, values known.
import * as z from "zod";
import { PURPOSES } from "../dns/kinds/kinds";
import type { DnsRecord } from "../dns/record";
import { providerData, RECORD_TYPES } from "../dns/record-types";

const record = z.object({
  entry: z.string(),
  id: z.string(),
  domain: z.string(),
  region: z.string(),
  zone: z.string(),
  purpose: z.enum(PURPOSES),
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
  const records = z.array(record).safeParse(value).data;
  // Earlier versions let the parts have the names that domains.yaml gave them.
  return records?.map((one) => (one.data === null ? one : { ...one, data: providerData(one.type, one.data) }));
}
