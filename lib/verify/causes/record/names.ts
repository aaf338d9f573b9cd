// Other records at a record's name, and our record at a name that was entered by mistake.
import type { DnsRecord } from "../../../dns/record";
import type { Dns } from "../../dns/answer";
import { expectedValue, isDelegation, isFlattened, matchesValue } from "../../live/expected";
import { isAnswered, type ObservedRecord } from "../../live/observe";
import { aliasEnd, formatValue, longestOf, recordsAt, recordsOf } from "../../live/value";
import { quotedList } from "../../text";
import { type CheckContext, isPublished, type ObservedEntry, type Problem, problem, quotedRecord } from "../problem";

/** A label that nobody publishes: an answer for it comes from a wildcard. */
const PROBE_LABEL = "mailzone-probe";

/** Two CNAMEs at the name: resolvers may follow either. */
export function checkSingleCname({ records }: ObservedEntry): readonly Problem[] {
  return records.flatMap(({ record, authorities }) => {
    const found = longestOf(authorities, (answer) => recordsAt(answer, record.name, "CNAME"));
    if (found.length < 2) return [];
    const extras = found
      .filter(({ value }) => !matchesValue(record, value))
      .map(({ type, name, value }) => ({
        entry: record.entry,
        type,
        name,
        cause: "cname-twice",
        value: formatValue(value),
      }));
    return [
      problem("cname-twice", record.domain, [record], {
        message: `"${record.name}" has ${found.length} CNAMEs, ${quotedList(found.map(({ value }) => formatValue(value)))}, and may have one`,
        fix: `keep the one to "${record.content}" and delete the others`,
        extras,
      }),
    ];
  });
}

/** A text of ours that comes from behind a CNAME: receivers follow it, and the owner of the target may change the text. */
export function checkTextByCname({ records, domain }: ObservedEntry): readonly Problem[] {
  return records.filter(isPublished).flatMap(({ record, authorities }) => {
    if (record.type !== "TXT") return [];
    const ends = authorities.map((answer) => aliasEnd(answer, record.name)).filter((end) => end !== record.name);
    if (ends.length === 0) return [];
    return [
      problem("txt-by-cname", domain, [record], {
        message: `${quotedRecord(record)} is answered by a CNAME, with the text of ${quotedList([...new Set(ends)])}: right now it is ours`,
        fix: "create the record instead of the CNAME, or leave the name to the owner of the other one and remove the record from domains.yaml",
      }),
    ];
  });
}

/** Records of other types at a name that should have a CNAME, or a CNAME at a name that should have another type. */
export async function otherType(
  { dns, hostedElsewhere }: Pick<CheckContext, "dns" | "hostedElsewhere">,
  { record, authorities }: ObservedRecord,
): Promise<Problem | undefined> {
  if (record.type !== "CNAME") {
    const alias = authorities.flatMap((answer) => recordsAt(answer, record.name, "CNAME"))[0];
    if (alias === undefined || isFlattened(record)) return undefined;
    return problem("other-type", record.domain, [record], {
      message: `"${record.name}" is a CNAME to "${formatValue(alias.value)}", beside which there can be no ${record.type}; ${await answerThere(dns, record)}`,
      fix: "delete that CNAME, or do not proxy it, and create the record",
    });
  }
  if (isFlattened(record)) return undefined;
  const addresses = [...(await valuesAt(dns, record.name, "A")), ...(await valuesAt(dns, record.name, "AAAA"))];
  if (addresses.length > 0)
    return problem("cname-proxied", record.domain, [record], {
      message: `"${record.name}" does not answer with the CNAME but with ${quotedList(addresses)}${hostedElsewhere ? "" : ", because the record is proxied or flattened"}`,
      fix: hostedElsewhere
        ? `delete the A and AAAA records at the name and create the CNAME to "${record.content}"; if a provider proxies or flattens it (ALIAS, ANAME), turn that off`
        : 'set the record to "DNS only" in Cloudflare, and turn "Flatten all CNAMEs" off; if there is an A or AAAA record instead, delete it',
    });
  for (const type of ["TXT", "MX", "NS"] as const) {
    const values = await valuesAt(dns, record.name, type);
    if (values.length === 0) continue;
    return problem("other-type", record.domain, [record], {
      message: `"${record.name}" has a ${type}, ${quotedList(values)}, where a CNAME should be`,
      fix: `delete the ${type} and create the CNAME to "${record.content}"`,
    });
  }
  return undefined;
}

/** The answer for the record's name and type after following the CNAME. */
async function answerThere(dns: Dns, { name, type }: DnsRecord): Promise<string> {
  const answer = await dns.resolve(name, type);
  if (answer.status === "failed") return `where it leads is not known: ${answer.failure.text}`;
  const values = recordsOf(answer, type).map(({ value }) => formatValue(value));
  if (values.length > 0) return `the answer is ${quotedList(values)}`;
  return answer.status === "no-name" ? "it leads to no name that exists" : `it leads to no ${type}`;
}

/** `aaa._domainkey.example.com.example.com`: the full name was entered where a relative one was expected. */
export async function nameDoubled(dns: Dns, { record }: ObservedRecord): Promise<Problem | undefined> {
  for (const suffix of new Set([record.zone, record.domain])) {
    const doubled = `${record.name}.${suffix}`;
    const answers = await (isDelegation(record)
      ? dns.referrals(doubled)
      : dns.authoritativeAnswers(doubled, record.type));
    const isThere = answers.some((answer) =>
      recordsAt(answer, doubled, record.type).some(({ value }) => matchesValue(record, value)),
    );
    // A wildcard answers for the doubled name as for any other.
    if (!isThere || (!isDelegation(record) && (await isFromWildcard(dns, doubled, record.type)))) continue;
    return problem("name-doubled", record.domain, [record], {
      message: `${quotedRecord(record)} is at "${doubled}": the zone's name was added a second time`,
      fix: `rename it to "${relative(record, suffix)}" where names are relative to the zone, or to "${record.name}." with a dot`,
    });
  }
  return undefined;
}

/** Another value, with no more specific cause. */
export function recordDifferent(
  { hostedElsewhere }: Pick<CheckContext, "hostedElsewhere">,
  { record, authorities }: ObservedRecord,
): Problem {
  const values = new Set(
    authorities
      .filter(isAnswered)
      .flatMap((answer) => recordsAt(answer, record.name, record.type).map(({ value }) => formatValue(value))),
  );
  return problem("record-different", record.domain, [record], {
    message: `${quotedRecord(record)} is ${quotedList([...values])}, expected ${quotedList([expectedValue(record)])}`,
    fix: hostedElsewhere
      ? "change it where the zone is now; where somebody else made it, decide who owns it first"
      : "run mailzone plan and apply; where somebody else made it, decide who owns it first",
  });
}

/** Whether a name's records of a type come from a wildcard: a name that does not exist then has the same ones. */
export async function isFromWildcard(dns: Dns, name: string, type: string): Promise<boolean> {
  const [own, other] = await Promise.all([valuesAt(dns, name, type), valuesAt(dns, siblingName(name), type)]);
  return own.length > 0 && own.join() === other.join();
}

/** A name with the same parent that does not exist. */
export function siblingName(name: string): string {
  return `${PROBE_LABEL}.${name.slice(name.indexOf(".") + 1)}`;
}

/** The values of a type that the authoritative servers answer for a name, also behind CNAMEs. */
export async function valuesAt(dns: Dns, name: string, type: string): Promise<readonly string[]> {
  const answers = await dns.authoritativeAnswers(name, type);
  const values = answers.flatMap((answer) => recordsOf(answer, type).map(({ value }) => formatValue(value)));
  return [...new Set(values)].sort();
}

function relative({ name }: DnsRecord, suffix: string): string {
  return name === suffix ? "@" : name.slice(0, -suffix.length - 1);
}
