// senders of a first domains.yaml: roles whose policy is exactly the one that mailzone would give them. Any other policy stays as it is.
import { senders as sendersSchema } from "../../config/schema/senders";
import type { Domain } from "../../dns/domain";
import { isSamePolicy } from "../../dns/policy-text";
import { isSenderOf, senderDocument, senderPolicyName } from "../../dns/sending";
import type { RolePolicies } from "../../ses/set";

type Sending = Pick<Domain, "entry" | "domain" | "region" | "configurationSet">;

export interface DraftedSenders {
  /** As domains.yaml has them, by key. @default - there are none */
  readonly setting?: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
}

export function draftSenders(domain: Sending, roles: readonly RolePolicies[]): DraftedSenders {
  const setting: Record<string, unknown> = {};
  const others = new Set<string>();
  for (const { role, policies } of roles) {
    for (const [name, document] of Object.entries(policies)) {
      const made = madeSender(domain, role, name, document);
      if (made !== undefined && !Object.hasOwn(setting, made.key)) setting[made.key] = made.sender;
      else if (made !== undefined || document.includes(`:identity/${domain.domain}"`)) others.add(role);
    }
  }
  const count = Object.keys(setting).length;
  return {
    ...(count > 0 && { setting }),
    notes: [
      ...(count > 0
        ? [
            `the roles under senders of "${domain.entry}" have the policies that mailzone writes: mailzone adopt --write takes these over; where another stack manages them, take them out`,
          ]
        : []),
      ...(others.size > 0
        ? [
            `left alone: policies of ${listed([...others].sort())} that name the identity "${domain.domain}" and are not as mailzone writes them`,
          ]
        : []),
    ],
  };
}

/** The sender whose policy it is; undefined if mailzone would write it in another way. */
function madeSender(domain: Sending, role: string, name: string, document: string) {
  const [start, end] = [`mailzone-${domain.entry}-`, `-${domain.region}`];
  if (!name.startsWith(start) || !name.endsWith(end)) return undefined;
  const key = name.slice(start.length, -end.length);
  const from = addressesIn(document).filter((address) => address !== `*@${domain.domain}`);
  const sender = { key, role, from };
  // domains.yaml takes no address that SES would refuse, nor a pattern.
  if (!from.every((address) => isSenderOf(address, domain.domain))) return undefined;
  const value = from.length === 0 ? role : { role, from };
  if (!sendersSchema.safeParse({ [key]: value }).success) return undefined;
  const isOurs =
    name === senderPolicyName(sender, domain) && isSamePolicy(document, JSON.stringify(senderDocument(sender, domain)));
  return isOurs ? { key, sender: value } : undefined;
}

/** The addresses of its condition. */
function addressesIn(document: string): string[] {
  try {
    const { Statement } = JSON.parse(document) as ReturnType<typeof senderDocument>;
    const [statement] = [Statement].flat();
    return [statement?.Condition?.StringLike["ses:FromAddress"] ?? []].flat().map(String).sort();
  } catch {
    return [];
  }
}

const NAMED = 3;

function listed(roles: readonly string[]): string {
  const more = roles.length > NAMED ? ` and ${roles.length - NAMED} more` : "";
  return `${roles.slice(0, NAMED).join(", ")}${more}`;
}
