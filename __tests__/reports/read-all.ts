// All that is found in one source.

import { READ_LIMITS, type ReadLimits } from "../../lib/reports/limits";
import { type Found, readReports } from "../../lib/reports/read/read";
import type { AggregateReport, MailReport } from "../../lib/reports/report";

/** @param size bytes of a piece. @default - all in one */
export async function findAll(
  content: string | Buffer,
  { limits = {}, size, name = "in" }: { limits?: Partial<ReadLimits>; size?: number; name?: string } = {},
): Promise<readonly Found[]> {
  const bytes = Buffer.from(content);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size ?? bytes.length)
      yield bytes.subarray(at, at + (size ?? bytes.length));
  }
  const found: Found[] = [];
  for await (const one of readReports({ name, pieces }, { ...READ_LIMITS, ...limits })) found.push(one);
  return found;
}

export async function readOne(content: string | Buffer): Promise<MailReport> {
  const [found, ...others] = await findAll(content);
  expect(others).toEqual([]);
  expect(found?.fault).toBeUndefined();
  return found?.report as MailReport;
}

export async function aggregate(content: string | Buffer): Promise<AggregateReport> {
  return (await readOne(content)) as AggregateReport;
}

export async function faults(content: string | Buffer, limits: Partial<ReadLimits> = {}): Promise<readonly string[]> {
  return (await findAll(content, { limits })).map(({ where, fault }) => `${where}: ${fault}`);
}

export function messagesOf({ rows }: AggregateReport): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}
