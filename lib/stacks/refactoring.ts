// Terraform's removed and moved blocks: what a stack forgets without destroying it, and what moves to another address.
import { TerraformElement } from "cdktf";
import type { Construct } from "constructs";
import type { Domain } from "../dns/domain";
import { domainRecords, PLACEHOLDER_REFS } from "../dns/domain-records";
import { hasIdentity } from "../dns/has-identity";
import { madeSets } from "../dns/made-sets";
import { resourceName } from "../dns/resource-name";
import { senderId } from "../dns/sending";
import { setResources } from "../dns/ses-resources";
import { testAddressId } from "../dns/test-addresses";
import { escapeTokens, unescapeOnSynth } from "./escape";

/** The blocks of a stack, with Terraform's names. */
export interface RefactoringBlocks {
  readonly removed: readonly { readonly from: string; readonly lifecycle: { readonly destroy: false } }[];
  readonly moved: readonly { readonly from: string; readonly to: string }[];
}

/**
 * Removed blocks: Terraform forgets the resources of released entries, released records, and identities that somebody else owns now,
 * and destroys nothing.
 * Moved blocks: a released record moves to the record that replaces it, and a record whose key was changed moves to its new address.
 * CDKTF has no removed block.
 * @param aliasOf the alias of the provider of an entry's account
 */
export function refactoringBlocks(
  domains: readonly Domain[],
  aliasOf: (domain: Domain) => string | undefined = () => undefined,
): RefactoringBlocks {
  const address = (entry: string, id: string) => escapeTokens(`cloudflare_dns_record.${resourceName(entry, id)}`);
  // An identity that was managed here before it became `existing` is forgotten, too: without its block Terraform would destroy it.
  const unmade = domains.filter(({ state, identity }) => state === "released" || identity === "existing");
  const forgotten = unmade.flatMap((domain) => {
    const { entry, mailFrom, identity, state } = domain;
    const records = state === "released" ? domainRecords({ ...domain, state: "present" }, PLACEHOLDER_REFS) : [];
    return [
      ...(hasIdentity(domain) ? [escapeTokens(`aws_sesv2_email_identity.${resourceName(entry)}`)] : []),
      ...(mailFrom === undefined && identity === undefined
        ? []
        : [escapeTokens(`aws_sesv2_email_identity_mail_from_attributes.${resourceName(entry)}`)]),
      ...(state === "released" && domain.certificate !== undefined ? certificateAddresses(domain) : []),
      ...records.map(({ id }) => address(entry, id)),
      ...(state === "released" ? (domain.senders ?? []) : []).map((sender) =>
        escapeTokens(`aws_iam_role_policy.${resourceName(entry, senderId(sender))}`),
      ),
      ...(state === "released" ? (domain.testAddresses ?? []) : []).map((one) =>
        escapeTokens(`aws_sesv2_email_identity.${resourceName(entry, testAddressId(one))}`),
      ),
    ];
  });
  forgotten.push(...forgottenSets(domains, aliasOf));
  const moves = domains.flatMap(({ entry, releasedRecords = [] }) =>
    releasedRecords.map((item) => ({ entry, ...item })),
  );
  for (const { entry, record, replacedBy } of moves)
    if (replacedBy === undefined) forgotten.push(address(entry, record));
  const moved = moves.flatMap(({ entry, record, replacedBy }) =>
    replacedBy === undefined
      ? []
      : [{ from: address(entry, record), to: address(replacedBy.entry, replacedBy.record) }],
  );
  const renamed = domains.flatMap(({ entry, state, records }) =>
    records.flatMap(({ key, moved: before }) =>
      before === undefined || state !== "present"
        ? []
        : [{ from: address(entry, `record-${before}`), to: address(entry, `record-${key}`) }],
    ),
  );
  return {
    removed: forgotten.map((from) => ({ from, lifecycle: { destroy: false } })),
    moved: [...moved, ...renamed],
  };
}

function certificateAddresses({ entry, certificate }: Domain): string[] {
  const types = certificate?.wait ? ["aws_acm_certificate", "aws_acm_certificate_validation"] : ["aws_acm_certificate"];
  return types.map((type) => escapeTokens(`${type}.${resourceName(entry)}`));
}

/** The addresses of the configuration sets that only released entries make: with the last of these, the set leaves the state too. */
function forgottenSets(domains: readonly Domain[], aliasOf: (domain: Domain) => string | undefined): string[] {
  const keyOf = (domain: Domain) => JSON.stringify([domain.madeSet?.name, domain.region, aliasOf(domain)]);
  const kept = new Set(domains.filter(({ state }) => state !== "released").map(keyOf));
  const released = domains.filter((domain) => domain.state === "released" && !kept.has(keyOf(domain)));
  return madeSets(released).flatMap((domain) =>
    setResources(domain, aliasOf(domain)).map(({ address }) => escapeTokens(address)),
  );
}

/** The blocks as an element of a stack. CDKTF merges them with those of other elements. */
export class Refactoring extends TerraformElement {
  readonly #blocks: RefactoringBlocks;

  constructor(scope: Construct, id: string, domains: readonly Domain[]) {
    super(scope, id);
    unescapeOnSynth(this);
    this.#blocks = refactoringBlocks(domains);
  }

  override toTerraform(): object {
    return Object.fromEntries(Object.entries(this.#blocks).filter(([, blocks]) => blocks.length > 0));
  }

  override toHclTerraform(): object {
    if (this.#blocks.removed.length > 0)
      throw new Error(`"${this.node.path}" needs a removed block, which CDKTF cannot write as HCL: synthesise JSON`);
    return this.toTerraform();
  }
}
