// DMARC as receivers find it: the record, or a parent's (RFC 9989 §4.10), and where its reports may go (RFC 9990 §4).
import { dmarcName, reportAuthorizationName } from "../../../dns/kinds/dmarc";
import { isDmarc, parseDmarc, reportDomains } from "../../../dns/text/dmarc";
import { textOf } from "../../live/expected";
import { isHeard } from "../../live/observe";
import { mostOf, textsAt } from "../../live/value";
import { existsBy, liveTexts, policyFor, walkDmarc } from "../../mail/dmarc-walk";
import { besideOurs } from "../../words";
import { isThere, type Problem, problem, type Subject, type World, withPurpose } from "../subject";

const MONTH = 30 * 24 * 3_600_000;

export function checkDmarcTwice(subject: Subject): readonly Problem[] {
  return withPurpose(subject, "dmarc").flatMap(({ record, authorities }) => {
    const texts = mostOf(authorities, (answer) => textsAt(answer).filter(isDmarc));
    if (texts.length < 2) return [];
    const others = texts.filter((text) => text !== textOf(record));
    const extra = { entry: record.entry, type: "TXT", name: record.name, cause: "dmarc-twice" };
    return [
      problem("dmarc-twice", subject.domain, [record], {
        message: `"${record.name}" has ${texts.length} DMARC records, and receivers then use none: ${besideOurs(texts, others)}`,
        fix: "delete the others; take their report addresses over into dmarc in domains.yaml first",
        extras: others.map((text) => ({ ...extra, value: `"${text}"` })),
      }),
    ];
  });
}

/** Which policy applies while our own record is not there, or where we have none. */
export async function checkDmarcPolicy(subject: Subject, { dns }: World): Promise<readonly Problem[]> {
  const { domain } = subject;
  const own = withPurpose(subject, "dmarc");
  if (own.some((seen) => isThere(seen) || seen.status === "cannot-tell")) return [];
  const walk = await walkDmarc(liveTexts(dns), domain);
  if (walk.failure !== undefined) return [];
  const { applied } = walk;
  if (applied === undefined)
    // A record that is missing is told already.
    return own.length > 0
      ? []
      : [
          problem("dmarc-absent", domain, [], {
            message: `no DMARC policy applies to "${domain}": neither it nor a parent has a record`,
            fix: "set dmarc in domains.yaml; Gmail, Yahoo and Microsoft want at least p=none from bulk senders",
          }),
        ];
  if (own.length === 0 || applied.domain === domain) return [];
  const exists = existsBy(await dns.resolve(domain, "MX"));
  const policy = policyFor(applied, domain, exists);
  const said = policy === undefined ? "says no policy" : `says ${policy.tag}=${policy.policy}`;
  return [
    problem(
      "dmarc-at-parent",
      domain,
      own.map(({ record }) => record),
      {
        message: `the DMARC record of "${applied.domain}" applies to "${domain}" as long as "${dmarcName(domain)}" has none: it ${said}`,
        fix: "make the record, or set dmarc: false in domains.yaml if the parent's is meant",
      },
    ),
  ];
}

/** Reports go to another organisation only where it says so in DNS. */
export async function checkReportConsent(subject: Subject, { dns }: World): Promise<readonly Problem[]> {
  const { domain } = subject;
  const problems: Problem[] = [];
  for (const seen of withPurpose(subject, "dmarc").filter(isThere)) {
    const { dmarc } = parseDmarc(textOf(seen.record));
    for (const [theirs, address] of dmarc === undefined ? [] : reportDomains(dmarc)) {
      const [here, there] = await Promise.all([domain, theirs].map((name) => walkDmarc(liveTexts(dns), name)));
      // Where a walk ended too early, they may yet be one organization.
      const isKnown = here?.failure === undefined && there?.failure === undefined;
      if (!isKnown || here?.organization === there?.organization) continue;
      const name = reportAuthorizationName(domain, theirs);
      const answer = await dns.resolve(name, "TXT");
      if (!isHeard(answer) || textsAt(answer).some(isDmarc)) continue;
      problems.push(
        problem("dmarc-report-consent", domain, [seen.record], {
          message: `reports to "${address}" are not sent: "${theirs}" does not authorise "${domain}"`,
          fix: `ask the owner of "${theirs}" for a TXT "v=DMARC1;" at "${name}", or take the address out`,
        }),
      );
    }
  }
  return problems;
}

/** DNS does not tell a record's age; DKIM's key is the oldest thing that has one. */
export function checkNoneLong(subject: Subject, { now }: World): readonly Problem[] {
  const { identity, domain } = subject;
  const made = identity?.dkim.keyMade ?? null;
  if (identity?.dkim.status !== "SUCCESS" || made === null || now() - made < MONTH) return [];
  return withPurpose(subject, "dmarc")
    .filter((seen) => isThere(seen) && parseDmarc(textOf(seen.record)).dmarc?.policy === "none")
    .map(({ record }) =>
      problem("dmarc-none-long", domain, [record], {
        message: `DMARC of "${domain}" only reports, and its DKIM key is ${Math.floor((now() - made) / (MONTH / 30))} days old`,
        fix: "read the reports, then set policy: quarantine, and later reject",
      }),
    );
}
