// A website behind CloudFront: its name has an address, the server has a certificate for it, and Amazon may renew that.
import { isWithin } from "../../dns/names";
import { recordsOf } from "../live/value";
import { caaFor } from "../protocols/caa";
import { quotedList } from "../text";
import { type CheckContext, isPublished, type ObservedEntry, type Problem, problem, withPurpose } from "./problem";

export async function checkWeb(entry: ObservedEntry, context: CheckContext): Promise<readonly Problem[]> {
  const there = withPurpose(entry, "web").filter(isPublished);
  const problems = await Promise.all(
    there.map(async ({ record }) => [
      ...(await caaProblems(record, context)),
      ...(await siteProblems(record, context)),
    ]),
  );
  return problems.flat();
}

type Web = ObservedEntry["records"][number]["record"];

async function caaProblems(record: Web, { dns }: CheckContext): Promise<readonly Problem[]> {
  const verdict = await caaFor(dns, record.name);
  if (verdict === undefined || verdict.consent === "allowed") return [];
  const { at = record.name, records } = verdict;
  // The target of a CNAME often belongs to somebody else, and a name with a CNAME cannot have a CAA record of its own.
  const isAbove = isWithin(record.name, at);
  const where = isAbove ? `the CAA records at "${at}"` : `it leads to "${at}", whose CAA records`;
  const remedy = isWithin(at, record.zone)
    ? `add CAA 0 issue "amazon.com" at "${at}"`
    : `ask whoever runs "${at}" for CAA 0 issue "amazon.com" there`;
  if (verdict.consent === "limited")
    return [
      problem("caa-limits", record.domain, [record], {
        message: `whether Amazon may issue a certificate for "${record.name}" cannot be told: ${where} are ${quotedList(records)}, whose parameters limit it`,
        fix: `${remedy}, without parameters`,
      }),
    ];
  return [
    problem("caa-forbids", record.domain, [record], {
      message: `Amazon may not issue a certificate for "${record.name}": ${where} are ${quotedList(records)}`,
      fix: `${remedy}, or use a certificate of an authority that is listed`,
    }),
  ];
}

async function siteProblems(record: Web, { dns, tls }: CheckContext): Promise<readonly Problem[]> {
  const addresses: string[] = [];
  for (const type of ["A", "AAAA"]) {
    const answer = await dns.resolve(record.name, type);
    if (answer.status === "failed") return [];
    addresses.push(
      ...recordsOf(answer, type).flatMap(({ value }) => (value.kind === "address" ? [value.address] : [])),
    );
    // One address family is enough.
    if (addresses.length > 0) break;
  }
  if (addresses.length === 0)
    return [
      problem("web-unresolved", record.domain, [record], {
        message: `"${record.name}" leads to no address: "${record.content}" has none`,
        fix: "correct the distribution's name in domains.yaml, or enable the distribution",
      }),
    ];
  const result = await tls?.(record.name, addresses);
  if (result === undefined || result.ok) return [];
  return [
    problem("web-tls", record.domain, [record], {
      message: `https://${record.name} does not answer as it should: ${result.reason}`,
      fix: `add "${record.name}" to the distribution's alternate domain names, with a certificate in us-east-1 that covers it`,
    }),
  ];
}
