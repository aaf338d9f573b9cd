// What AWS has for the entries: identities, and what is made beside them. Each failure is a sentence, and what failed is missing.
import type { AcmClient } from "../../acm/acm";
import type { AcmCertificate } from "../../acm/certificate";
import type { SeenBeside } from "../../adopt/matching/domains";
import type { SeenSet } from "../../adopt/matching/sets";
import type { Domain } from "../../dns/domain";
import { hasIdentity } from "../../dns/has-identity";
import { madeSets } from "../../dns/made-sets";
import { roleNameOf, senderPolicyName } from "../../dns/sending";
import { topicArn } from "../../dns/ses-resources";
import { isSesFailure } from "../../ses/failure";
import type { Identity, SesFailure } from "../../ses/identity";
import { askOnce } from "../../ses/once";
import type { SesClient } from "../../ses/ses";
import type { RolePolicyState, TopicState } from "../../ses/set";

export interface SeenAtAws {
  /** By entry; null if SES has none. */
  readonly identities: ReadonlyMap<string, Identity | null>;
  readonly beside: SeenBeside;
  /** Sorted, each once. */
  readonly failures: readonly string[];
}

export async function readAws(
  client: SesClient,
  acm: AcmClient | undefined,
  domains: readonly Domain[],
): Promise<SeenAtAws> {
  const ses = askOnce(client);
  const failures = new Set<string>();
  const told = <T extends object | null>(answer: T | SesFailure | undefined): T | undefined => {
    if (!isSesFailure(answer)) return answer as T | undefined;
    failures.add(answer.message);
    return undefined;
  };
  const identities = new Map<string, Identity | null>();
  const sets = new Map<string, SeenSet>();
  const senders = new Map<string, Map<string, RolePolicyState>>();
  const testAddresses = new Map<string, Map<string, Identity | null>>();
  const certificates = new Map<string, readonly AcmCertificate[]>();

  const readIdentity = async (domain: Domain) => {
    const identity = told(await ses.identity(domain));
    if (identity !== undefined) identities.set(domain.entry, identity);
  };
  const readSet = async (domain: Domain & Pick<Required<Domain>, "madeSet">) => {
    const { madeSet, region, entry } = domain;
    const set = told(await ses.configurationSet?.(domain, madeSet.name));
    const account = told(await ses.accountId(domain));
    if (set === undefined || account === undefined) return;
    const topics = new Map<string, TopicState | null>();
    for (const { name, target } of madeSet.events) {
      if (target.kind !== "topic") continue;
      const topic = told(await ses.topic?.(domain, topicArn(target.topic.name, region, account.id)));
      if (topic === undefined) return;
      topics.set(name, topic);
    }
    sets.set(entry, { account: account.id, set, topics });
  };
  const readSenders = async (domain: Domain) => {
    const own = new Map<string, RolePolicyState>();
    senders.set(domain.entry, own);
    for (const sender of domain.senders ?? []) {
      const found = told(await ses.rolePolicy?.(domain, roleNameOf(sender.role), senderPolicyName(sender, domain)));
      if (found !== undefined) own.set(sender.key, found);
    }
  };
  const readAddresses = async (domain: Domain) => {
    const own = new Map<string, Identity | null>();
    testAddresses.set(domain.entry, own);
    for (const address of domain.testAddresses ?? []) {
      const found = told(await ses.identity({ ...domain, domain: address }));
      if (found !== undefined) own.set(address, found);
    }
  };
  const readCertificates = async ({ entry, account, certificate }: Domain) => {
    if (certificate === undefined) return;
    const found = told(await acm?.certificates({ account }, certificate.names));
    if (found !== undefined) certificates.set(entry, found);
  };
  await Promise.all([
    ...domains.filter(hasIdentity).map(readIdentity),
    ...madeSets(domains).map(readSet),
    ...domains.map(readSenders),
    ...domains.map(readAddresses),
    ...domains.map(readCertificates),
  ]);
  return { identities, beside: { sets, senders, testAddresses, certificates }, failures: [...failures].sort() };
}
