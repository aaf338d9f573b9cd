// What AWS's reviewers look for before an account leaves the SES sandbox, as it is now. SES and DNS are asked once.
import type { Domain } from "../../dns/domain";
import { credentialSource } from "../../ses/aws/credentials";
import type { Ses } from "../../ses/identity";
import { askOnce } from "../../ses/once";
import { fetchAccounts, fetchIdentity, fetchSet } from "../../verify/live/identities";
import { txtLookup, walkDmarcTree } from "../../verify/protocols/dmarc-tree-walk";
import type { DomainEvidence, Readiness } from "../../verify/readiness/list";
import { readinessOf } from "../../verify/readiness/readiness";
import type { ReadinessReport } from "../../verify/readiness/render";
import type { Verification } from "../../verify/verification";
import type { Workspace } from "../context";
import { Refused } from "../refused";
import { checkUntilLive, type VerifyWatch } from "./check-until-live";
import { knownRestarts } from "./search-again";
import { refuseWithoutDomains, type TargetRequest, withTarget } from "./target";

/**
 * Lists, for each account and region of the domains, what a request for production access needs.
 * @param configured the domains of the configuration
 * @throws Refused if the configuration has none of them, none sends mail, or a name is unknown
 */
export async function productionReadiness(
  workspace: Workspace,
  configured: readonly Domain[],
  { watch, ...request }: TargetRequest & { readonly watch?: VerifyWatch | undefined },
): Promise<ReadinessReport> {
  const { clock } = workspace;
  return withTarget(workspace, configured, request, async ({ outside, domains, records, known }) => {
    const senders = domains.filter(({ mail }) => mail !== "none");
    refuseWithoutDomains(domains);
    if (senders.length === 0)
      throw new Refused('no domain here sends mail, each has "mail: none": production access is not needed for it');
    const ses = askOnce(outside.ses, known);
    const restarts = knownRestarts(workspace, domains);
    const looked = { domains, records, known: new Map(), restarts, wait: 0, clock, watch };
    const verification = await checkUntilLive({ ...outside, ses }, looked);
    const dns = outside.newDns();
    const unseen = new Set(verification.unseen);
    try {
      const evidence = await Promise.all(
        senders.map(async (domain) => ({
          ...(await identityAndSet(domain, ses, unseen)),
          domain,
          dmarc: await walkDmarcTree(txtLookup(dns), domain.domain),
          web: websitesOf(domain, verification),
        })),
      );
      return { list: await byAccount(evidence, ses, unseen), unseen: [...unseen] };
    } finally {
      dns.close();
    }
  });
}

/** The set that mail uses unless it names another: the identity's, and where that is somebody else's choice, the one of domains.yaml. */
async function identityAndSet(
  domain: Domain,
  ses: Ses,
  unseen: Set<string>,
): Promise<Pick<DomainEvidence, "identity" | "set">> {
  const identity = await fetchIdentity(domain, ses, unseen);
  const isChosen = identity && domain.identity !== "existing";
  const name = isChosen ? identity.configurationSet : (domain.configurationSet ?? identity?.configurationSet);
  const set =
    name === undefined || name === null ? null : await fetchSet({ ...domain, configurationSet: name }, ses, unseen);
  return { identity, set };
}

function websitesOf({ entry }: Domain, { records }: Verification): DomainEvidence["web"] {
  return records.filter(({ record }) => record.entry === entry && record.purpose === "web");
}

async function byAccount(evidence: readonly DomainEvidence[], ses: Ses, unseen: Set<string>): Promise<Readiness[]> {
  const groups = new Map<string, DomainEvidence[]>();
  for (const one of evidence) {
    const key = JSON.stringify([one.domain.region, one.domain.account]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return Promise.all(
    [...groups.values()].map(async (domains) => {
      const [{ domain }] = domains as [DomainEvidence];
      const [account] = await fetchAccounts([domain], ses, unseen);
      const source = credentialSource(domain.account, "plan");
      const name = source === "the environment" ? "" : source;
      return readinessOf({ region: domain.region, name, account, domains });
    }),
  );
}
