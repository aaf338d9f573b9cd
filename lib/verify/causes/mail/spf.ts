// SPF as receivers evaluate it: one record at a name, and the number of its DNS lookups with all includes.
import type { DnsRecord } from "../../../dns/record";
import { SPF_LOOKUP_LIMIT, SPF_VOID_LIMIT } from "../../../dns/text/spf";
import { isSpf } from "../../../dns/text/spf-parser";
import type { Answer, Dns } from "../../dns/answer";
import { textOf } from "../../live/expected";
import { longestOf, textsAt } from "../../live/value";
import { countSpf, type Family, isPermerror, type SpfCost, voidsFor } from "../../protocols/spf-cost";
import { describeOthers, quotedList } from "../../text";
import { type CheckContext, isPublished, type ObservedEntry, type Problem, problem } from "../problem";

/** A name of ours with more than one SPF record. */
export function checkSingleSpf(entry: ObservedEntry): readonly Problem[] {
  return expectedSpf(entry).flatMap(({ record, authorities }) => {
    const texts = textsOf(authorities);
    if (texts.length < 2) return [];
    const others = texts.filter((text) => text !== textOf(record));
    const extras = others.map((text) => extra(record, text, "spf-twice"));
    return [
      problem("spf-twice", entry.domain, [record], {
        message: `"${record.name}" has ${texts.length} SPF records, which receivers take for an error: ${describeOthers(texts, others)}`,
        fix: "merge them into one: take the other's senders over into spf in domains.yaml, and delete it",
        extras,
      }),
    ];
  });
}

/** The lookups of those of our records that exist. */
export async function checkSpfLimits(entry: ObservedEntry, { dns }: CheckContext): Promise<readonly Problem[]> {
  const there = expectedSpf(entry).filter(isPublished);
  const own = await Promise.all(
    there.map(({ record }) => limitProblems(dns, record.domain, record.name, textOf(record), record)),
  );
  return own.flat();
}

/** The record of other senders at the domain itself. */
export async function checkApexSpf(entry: ObservedEntry, { dns }: CheckContext): Promise<readonly Problem[]> {
  const { domain, config } = entry;
  if (expectedSpf(entry).some(({ record }) => record.name === domain)) return [];
  const [text, second] = textsOf([await dns.resolve(domain, "TXT")]);
  if (text === undefined) return [];
  const sender = config?.mailFrom?.domain ?? "amazonses.com";
  if (second !== undefined)
    return [
      problem("spf-twice", domain, [], {
        severity: "warning",
        message: `"${domain}" has several SPF records, which receivers take for an error; none is from here`,
        fix: "merge them into one, for the domain's other senders",
      }),
    ];
  return [
    problem("spf-at-apex", domain, [], {
      message: `"${domain}" has an SPF record of other senders, ${quotedList([text])}`,
      fix: `nothing for SES, which sends with "${sender}"; set spf in domains.yaml if that record is to be managed here`,
    }),
    ...(await limitProblems(dns, domain, domain, text, undefined)),
  ];
}

const AS_WARNING = { severity: "warning" } as const;

async function limitProblems(
  dns: Dns,
  domain: string,
  name: string,
  text: string,
  record: DnsRecord | undefined,
): Promise<readonly Problem[]> {
  const cost = await countSpf(dns, name, text);
  if (!isPermerror(cost)) return [];
  const records = record === undefined ? [] : [record];
  // A record that is not ours must not make the verification fail.
  const severity = record === undefined ? AS_WARNING : {};
  const open = cost.open.length === 0 ? "" : `; ${quotedList(cost.open)} cannot be followed without a sender`;
  const problems: Problem[] = [];
  if (cost.lookups > SPF_LOOKUP_LIMIT)
    problems.push(
      problem("spf-lookups", domain, records, {
        ...severity,
        message:
          cost.lookups === Number.POSITIVE_INFINITY
            ? `spf of "${name}" comes back to itself through its includes`
            : `spf of "${name}" needs ${cost.lookups} dns lookups once resolved, the limit is ${SPF_LOOKUP_LIMIT}${open}`,
        fix: "drop an include, or write the networks of one as ip4 and ip6",
      }),
    );
  const voids = voidProblem(name, cost);
  if (voids !== undefined) {
    const { isMild: isWarning, ...words } = voids;
    problems.push(problem("spf-void", domain, records, { ...words, ...(isWarning ? AS_WARNING : severity) }));
  }
  if (cost.faults.length > 0)
    problems.push(
      problem("spf-broken", domain, records, {
        ...severity,
        message: `spf of "${name}" is refused by receivers: ${cost.faults.join("; ")}`,
        fix: "drop or correct that term; where it is another's record, tell them",
      }),
    );
  return problems;
}

/** An error for senders with an IPv4 address, as SES's are; for IPv6 senders alone a warning, since only strict receivers refuse. */
function voidProblem(name: string, cost: SpfCost): VoidProblem | undefined {
  const problemFor = (family: Family, whom: string, fix: string, isWarning: boolean): VoidProblem | undefined => {
    const found = voidsFor(cost, family);
    if (found.length <= SPF_VOID_LIMIT) return undefined;
    const names = quotedList(found.map(({ term, host }) => (host === undefined ? term : `${term} (${host})`)));
    const message = `spf of "${name}" looks ${found.length} names up in vain${whom}, the limit is ${SPF_VOID_LIMIT}: ${names}`;
    return { message, fix, isMild: isWarning };
  };
  return (
    problemFor("ipv4", "", "drop the terms whose names are gone", false) ??
    problemFor(
      "ipv6",
      " for a sender with an IPv6 address, which strict receivers refuse then",
      "write hosts that have no IPv6 address as ip4, or give them one",
      true,
    )
  );
}

interface VoidProblem {
  readonly message: string;
  readonly fix: string;
  readonly isMild: boolean;
}

function expectedSpf(entry: ObservedEntry) {
  return entry.records.filter(({ record }) => record.type === "TXT" && isSpf(textOf(record)));
}

/** Those of one server: servers that disagree are another problem. */
function textsOf(answers: readonly Answer[]): readonly string[] {
  return longestOf(answers, (answer) => textsAt(answer).filter(isSpf));
}

function extra(record: DnsRecord, text: string, cause: string) {
  return { entry: record.entry, type: "TXT", name: record.name, value: `"${text}"`, cause };
}
