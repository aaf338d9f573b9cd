// The three DKIM records: whether they exist, whether they point to where SES publishes the keys, and the keys themselves.
import { hasPlaceholder } from "../../../dns/domain-records";
import { parseDkimTarget } from "../../../dns/kinds/dkim";
import type { DnsRecord } from "../../../dns/record";
import { dkimOrigin } from "../../../ses/dkim-origin";
import type { Identity } from "../../../ses/identity";
import type { Answer, ResourceRecord } from "../../dns/answer";
import { isAnswered, type ObservedRecord } from "../../live/observe";
import { recordsAt, textsAt } from "../../live/value";
import { type DkimKey, MIN_BITS, parseDkimKey, RECOMMENDED_BITS } from "../../protocols/dkim-key";
import {
  type CheckContext,
  isPublished,
  type ObservedEntry,
  type Problem,
  problem,
  quotedRecord,
  withPurpose,
} from "../problem";

/** A CNAME with the right token whose target is in another region. */
export function wrongRegion({ record, authorities }: ObservedRecord): Problem | undefined {
  if (record.purpose !== "dkim") return undefined;
  const wanted = parseDkimTarget(record.content ?? "");
  for (const live of authorities.flatMap((answer) => recordsAt(answer, record.name, "CNAME"))) {
    const found = parseDkimTarget(hostOf(live));
    if (wanted === undefined || found?.token !== wanted.token || found.host === wanted.host) continue;
    return problem("dkim-region", record.domain, [record], {
      message: `${quotedRecord(record)} leads to "${found.host}", and SES publishes the keys of ${record.region} in "${wanted.host}"`,
      fix: `change its target to "${record.content}"`,
    });
  }
  return undefined;
}

/** Some, but not all, of an entry's DKIM records are missing. */
export function partialDkim(domain: string, absent: readonly DnsRecord[], total: number): Problem {
  const names = absent.map(({ name }) => `"${name}"`).join(", ");
  return problem("dkim-partial", domain, absent, {
    message: `${absent.length} of the ${total} DKIM records of "${domain}" ${absent.length === 1 ? "is" : "are"} not there: ${names}`,
    fix: `create ${absent.length === 1 ? "it" : "them"}: SES verifies the domain, and changes its keys, only with all ${total}`,
  });
}

/** Whether the expected records have the tokens that SES is looking for. */
export function checkDkimTokens(entry: ObservedEntry): readonly Problem[] {
  const { identity, domain } = entry;
  const records = withPurpose(entry, "dkim")
    .map(({ record }) => record)
    .filter((record) => !hasPlaceholder(record));
  if (identity === undefined || identity === null || records.length === 0) return [];
  const { tokens, signingHostedZone: zone } = identity.dkim;
  if (dkimOrigin(identity) === "byodkim")
    return [
      problem("dkim-tokens-stale", domain, records, {
        message: `SES signs mail from "${domain}" with a key of its owner's (${tokens.length === 0 ? "selector not told" : `selector "${tokens.join('", "')}"`}), and has no tokens: the ${records.length} records here are of no use`,
        fix: "switch the identity to Easy DKIM in SES, then run mailzone plan and apply, or leave the domain out of domains.yaml",
      }),
    ];
  const other = records.filter(({ name }) => !tokens.includes(name.split(".")[0] ?? ""));
  if (tokens.length > 0 && other.length > 0)
    return [
      problem("dkim-tokens-stale", domain, other, {
        message: `SES has other DKIM tokens for "${domain}" than the ${other.length} records here: ${tokens.map((token) => `"${token}"`).join(", ")}${keyChange(identity)}`,
        fix: "run mailzone plan and apply, which make the records of the tokens that SES has now",
      }),
    ];
  const elsewhere = records.filter(({ content }) => zone !== null && !(content ?? "").endsWith(`.${zone}`));
  if (zone === null || elsewhere.length === 0) return [];
  return [
    problem("dkim-hosted-zone", domain, elsewhere, {
      message: `SES publishes the DKIM keys of "${domain}" in "${zone}", and the records lead to "${(elsewhere[0]?.content ?? "").replace(/^[^.]*\./, "")}"`,
      fix: `set dkim.signingHostedZone: ${zone} for "${domain}" in domains.yaml, and apply`,
    }),
  ];
}

/**
 * What mail is signed with while SES changes to a key of another length; an empty text at other times. CurrentSigningKeyLength is of
 * the key in use: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_DkimAttributes.html
 */
export function keyChange({ dkim: { currentKeyLength: now, nextKeyLength: next } }: Identity): string {
  return now === null || next === null || now === next
    ? ""
    : `; the key in use has ${bits(now)}, the next one ${bits(next)}`;
}

function bits(length: string): string {
  const [number] = /\d+/.exec(length) ?? [];
  return number === undefined ? length : `${number} bits`;
}

interface DkimTarget {
  readonly record: DnsRecord;
  readonly target: string;
  /** Undefined if the target does not exist. */
  readonly key: DkimKey | undefined;
}

/** The keys at the targets of the CNAMEs that exist. */
export async function checkDkimKeys(entry: ObservedEntry, { dns }: CheckContext): Promise<readonly Problem[]> {
  const there = withPurpose(entry, "dkim").filter(isPublished);
  const answers = await Promise.all(there.map(({ record }) => dns.resolve(record.content ?? "", "TXT")));
  const dkimTargets = there.flatMap(({ record }, index): DkimTarget[] => {
    const answer = answers[index];
    if (answer === undefined) return [];
    const target = record.content ?? "";
    if (isAnswered(answer)) return [{ record, target, key: keyOf(answer) }];
    // A loop of CNAMEs has no key for anybody.
    return answer.failure.kind === "loop" ? [{ record, target, key: undefined }] : [];
  });
  // If the records point elsewhere than SES publishes, that is the cause: no key will appear there.
  const absent = checkDkimTokens(entry).length > 0 ? [] : absentKeys(entry, dkimTargets);
  return [...absent, ...dkimTargets.flatMap((lead) => keyProblem(lead, dkimTargets))];
}

function absentKeys(entry: ObservedEntry, dkimTargets: readonly DkimTarget[]): readonly Problem[] {
  const unresolved = dkimTargets.filter(({ key }) => key === undefined);
  const reserved = dkimTargets.filter(({ key }) => key?.kind === "reserved");
  // SES signs with one key at a time, the other names have an empty text. Only if all are empty has SES made no key yet.
  const waiting = reserved.length === withPurpose(entry, "dkim").length ? reserved : [];
  const bare = [...unresolved, ...waiting];
  if (bare.length === 0) return [];
  const { domain } = entry;
  const targets = bare.map(({ target }) => `"${target}"`).join(", ");
  return [
    problem(
      "dkim-key-absent",
      domain,
      bare.map(({ record }) => record),
      {
        message: `DKIM records of "${domain}" lead to no key: ${targets} ${bare.length === 1 ? "has" : "have"} none`,
        fix: "wait some minutes after the identity is created; if it persists, compare tokens and region with SES and apply again",
      },
    ),
  ];
}

function keyProblem({ record, target, key }: DkimTarget, all: readonly DkimTarget[]): readonly Problem[] {
  const about = (id: Parameters<typeof problem>[0], message: string, fix: string, severity?: "warning") => [
    problem(id, record.domain, [record], { message, fix, severity }),
  ];
  switch (key?.kind) {
    case "revoked": {
      const isUsable = all.some((other) => other.key?.kind === "key");
      return about(
        "dkim-key-revoked",
        `the DKIM key at "${target}" is revoked: its "p=" is empty`,
        isUsable
          ? "nothing, as long as SES signs with another key of the domain"
          : "make a new key: change dkim.keyLength, or make the identity anew",
        ...(isUsable ? (["warning"] as const) : []),
      );
    }
    case "unreadable":
      return about(
        "dkim-key-unreadable",
        `the DKIM key at "${target}" cannot be read: ${key.why}`,
        "publish the key again, whole; where SES publishes it, make a new one by a change of dkim.keyLength",
      );
    case "key":
      if (key.type !== "rsa" || key.bits >= RECOMMENDED_BITS) return [];
      return about(
        key.bits < MIN_BITS ? "dkim-key-short" : "dkim-key-1024",
        `the DKIM key at "${target}" has ${key.bits} bits, ${key.bits < MIN_BITS ? `receivers refuse less than ${MIN_BITS}` : `${RECOMMENDED_BITS} are advised`}`,
        "set dkim.keyLength: 2048 in domains.yaml: SES makes new tokens, and an apply makes their records",
      );
    default:
      return [];
  }
}

/** If the target has several TXT records, receivers may use any of them (RFC 6376 §3.6.2.2); this uses the first. */
function keyOf(answer: Answer): DkimKey | undefined {
  const texts = textsAt(answer);
  return texts[0] === undefined ? undefined : parseDkimKey(texts[0]);
}

function hostOf({ value }: ResourceRecord): string {
  return value.kind === "host" ? value.host : "";
}
