// DMARC as receivers find it: the domain's record or a parent's (RFC 9989 §4.10), and whether its reports are authorised (RFC 9990 §4).
import { dmarcName, reportAuthorizationName } from "../../../dns/kinds/dmarc";
import { isDmarc, parseDmarc, reportDomains } from "../../../dns/text/dmarc";
import { textOf } from "../../live/expected";
import { isAnswered } from "../../live/observe";
import { longestOf, textsAt } from "../../live/value";
import { existsAccordingTo, policyFor, txtLookup, walkDmarcTree } from "../../protocols/dmarc-tree-walk";
import { describeOthers } from "../../text";
import { type CheckContext, isPublished, type ObservedEntry, type Problem, problem, withPurpose } from "../problem";

const MONTH = 30 * 24 * 3_600_000;

export function checkSingleDmarc(entry: ObservedEntry): readonly Problem[] {
  return withPurpose(entry, "dmarc").flatMap(({ record, authorities }) => {
    const texts = longestOf(authorities, (answer) => textsAt(answer).filter(isDmarc));
    if (texts.length < 2) return [];
    const others = texts.filter((text) => text !== textOf(record));
    const extra = { entry: record.entry, type: "TXT", name: record.name, cause: "dmarc-twice" };
    return [
      problem("dmarc-twice", entry.domain, [record], {
        message: `"${record.name}" has ${texts.length} DMARC records, and receivers then use none: ${describeOthers(texts, others)}`,
        fix: "delete the others; take their report addresses over into dmarc in domains.yaml first",
        extras: others.map((text) => ({ ...extra, value: `"${text}"` })),
      }),
    ];
  });
}

/** Which policy applies if our record is missing, or if we publish none. */
export async function checkDmarcPolicy(entry: ObservedEntry, { dns }: CheckContext): Promise<readonly Problem[]> {
  const { domain } = entry;
  const own = withPurpose(entry, "dmarc");
  if (own.some((seen) => isPublished(seen) || seen.status === "cannot-tell")) return [];
  const walk = await walkDmarcTree(txtLookup(dns), domain);
  if (walk.failure !== undefined) return [];
  const { applied } = walk;
  if (applied === undefined)
    // A missing record is reported already.
    return own.length > 0
      ? []
      : [
          problem("dmarc-absent", domain, [], {
            message: `no DMARC policy applies to "${domain}": neither it nor a parent has a record`,
            fix: "set dmarc in domains.yaml; Gmail, Yahoo and Microsoft want at least p=none from bulk senders",
          }),
        ];
  if (own.length === 0 || applied.domain === domain) return [];
  const exists = existsAccordingTo(await dns.resolve(domain, "MX"));
  const policy = policyFor(applied, domain, exists);
  const said = policy === undefined ? "says no policy" : `says ${policy.tag}=${policy.policy}`;
  return [
    problem(
      "dmarc-at-parent",
      domain,
      own.map(({ record }) => record),
      {
        message: `the DMARC record of "${applied.domain}" applies to "${domain}" as long as "${dmarcName(domain)}" has none: it ${said}`,
        fix: "create the record, or set dmarc: false in domains.yaml if the parent's is meant",
      },
    ),
  ];
}

/** Reports are sent to another organisation only if its DNS authorises them. */
export async function checkReportAuthorization(
  entry: ObservedEntry,
  { dns }: CheckContext,
): Promise<readonly Problem[]> {
  const { domain } = entry;
  const problems: Problem[] = [];
  for (const seen of withPurpose(entry, "dmarc").filter(isPublished)) {
    const { dmarc } = parseDmarc(textOf(seen.record));
    for (const [receiver, address] of dmarc === undefined ? [] : reportDomains(dmarc)) {
      const [own, there] = await Promise.all([domain, receiver].map((name) => walkDmarcTree(txtLookup(dns), name)));
      // If a tree walk failed, the two may still be one organization.
      const isKnown = own?.failure === undefined && there?.failure === undefined;
      if (!isKnown || own?.organization === there?.organization) continue;
      const name = reportAuthorizationName(domain, receiver);
      const answer = await dns.resolve(name, "TXT");
      if (!isAnswered(answer) || textsAt(answer).some(isDmarc)) continue;
      problems.push(
        problem("dmarc-report-consent", domain, [seen.record], {
          message: `reports to "${address}" are not sent: "${receiver}" does not authorise "${domain}"`,
          fix: `ask the owner of "${receiver}" for a TXT "v=DMARC1;" at "${name}", or remove the address`,
        }),
      );
    }
  }
  return problems;
}

/** DNS does not say how old a record is. The age of the DKIM key stands in for it. */
export function checkDmarcNone(entry: ObservedEntry, { now }: CheckContext): readonly Problem[] {
  const { identity, domain } = entry;
  const keyMade = identity?.dkim.keyMade ?? null;
  if (identity?.dkim.status !== "SUCCESS" || keyMade === null || now() - keyMade < MONTH) return [];
  return withPurpose(entry, "dmarc")
    .filter((seen) => isPublished(seen) && parseDmarc(textOf(seen.record)).dmarc?.policy === "none")
    .map(({ record }) =>
      problem("dmarc-none-long", domain, [record], {
        message: `DMARC of "${domain}" only reports, and its DKIM key is ${Math.floor((now() - keyMade) / (MONTH / 30))} days old`,
        fix: "read the reports, then set policy: quarantine, and later reject",
      }),
    );
}
