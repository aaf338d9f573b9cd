// What else a domain that receives mail should publish, and whether what it publishes is valid. If the record is not ours, it is a
// warning.
import { BIMI, intendedTexts, MTA_STS, TLS_RPT, type TxtPolicy, txtPolicyFault } from "../../../dns/text/txt-policy";
import type { Dns } from "../../dns/answer";
import { textOf } from "../../live/expected";
import { isAnswered, type ObservedRecord } from "../../live/observe";
import { longestOf, recordsOf, textsAt } from "../../live/value";
import { quotedList } from "../../text";
import { type CheckContext, isPublished, type ObservedEntry, type Problem, problem, withPurpose } from "../problem";
import type { CauseId } from "../table";

interface ReceiverPolicy {
  readonly cause: CauseId;
  readonly policy: TxtPolicy;
  /** The message if a domain that receives mail lacks it. @default - it may be absent */
  readonly absent?: { readonly message: string; readonly fix: string };
}

const RECEIVER_POLICIES: readonly ReceiverPolicy[] = [
  {
    cause: "mta-sts-absent",
    policy: MTA_STS,
    absent: {
      message: "receives mail and has no MTA-STS: senders deliver without TLS if somebody in between asks for it",
      fix: `publish a policy at https://mta-sts.<domain>/.well-known/mta-sts.txt and a TXT "${MTA_STS.example}" at _mta-sts`,
    },
  },
  {
    cause: "tls-rpt-absent",
    policy: TLS_RPT,
    absent: {
      message: "receives mail and has no TLS reporting: nobody hears of deliveries that fail",
      fix: `publish a TXT "${TLS_RPT.example}" at _smtp._tls`,
    },
  },
  { cause: "bimi-void", policy: BIMI },
];

export async function checkInbound(subject: ObservedEntry, { dns }: CheckContext): Promise<readonly Problem[]> {
  // An MX of a domain that is to have none is a fault of its own.
  const receives = withPurpose(subject, "null-mx").length === 0 && (await receivesMail(dns, subject.domain));
  const problems = await Promise.all(RECEIVER_POLICIES.map((policy) => policyProblems(subject, policy, dns, receives)));
  return problems.flat();
}

async function policyProblems(
  { domain, records }: ObservedEntry,
  { cause, policy, absent }: ReceiverPolicy,
  dns: Dns,
  receives: boolean,
): Promise<readonly Problem[]> {
  const name = `${policy.label}.${domain}`;
  const own = records.find(({ record }) => record.name === name && record.type === "TXT");
  if (own !== undefined) return isPublished(own) ? ownProblems(own, cause, policy) : [];
  if (!receives || absent === undefined) return [];
  const answer = await dns.resolve(name, "TXT");
  if (!isAnswered(answer)) return [];
  const texts = textsAt(answer);
  const fault = txtPolicyFault(policy, texts);
  if (fault !== undefined)
    return [
      problem(cause, domain, [], { message: voidPolicy(policy, name, texts, fault), fix: fixFor(policy, texts) }),
    ];
  if (intendedTexts(policy, texts).length > 0) return [];
  return [problem(cause, domain, [], { message: `"${domain}" ${absent.message}`, fix: absent.fix })];
}

/** Our record exists and is ignored by receivers: it is invalid, or there is a second one. */
function ownProblems({ record, authorities }: ObservedRecord, cause: CauseId, policy: TxtPolicy): readonly Problem[] {
  const texts = longestOf(authorities, textsAt);
  const fault = txtPolicyFault(policy, texts);
  if (fault === undefined) return [];
  const others = intendedTexts(policy, texts).filter((text) => text !== textOf(record));
  const extra = { entry: record.entry, type: "TXT", name: record.name, cause };
  return [
    problem(cause, record.domain, [record], {
      severity: "error",
      message: voidPolicy(policy, record.name, texts, fault),
      fix:
        others.length > 0 ? "take what the others say over into domains.yaml, and delete them" : fixFor(policy, texts),
      extras: others.map((text) => ({ ...extra, value: `"${text}"` })),
    }),
  ];
}

function voidPolicy(policy: TxtPolicy, name: string, texts: readonly string[], fault: string): string {
  const intended = quotedList(intendedTexts(policy, texts));
  return `"${name}" has ${policy.title} that counts as none, ${intended}: it ${fault}`;
}

function fixFor(policy: TxtPolicy, texts: readonly string[]): string {
  return intendedTexts(policy, texts).length > 1
    ? `keep one, as "${policy.example}", and delete the others`
    : `correct it, as "${policy.example}"`;
}

/** Whether the domain has an MX that is not the null MX (RFC 7505 §3). */
async function receivesMail(dns: Dns, domain: string): Promise<boolean> {
  const hosts = recordsOf(await dns.resolve(domain, "MX"), "MX");
  return hosts.some(({ value }) => value.kind === "mx" && value.host !== "" && value.host !== ".");
}
