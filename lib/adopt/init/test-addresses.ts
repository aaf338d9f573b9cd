// testAddresses of a first domains.yaml. SES does not tell whose an address is. Where all domains of the account in the region are of this
// file, the addresses are too; else a comment has the line that would manage them.
import { testAddresses as addressesSchema } from "../../config/schema/test-addresses";
import { isCoveredBy } from "../../dns/test-addresses";
import { singleLine } from "../../dns/text/escape";
import type { Identity } from "../../ses/identity";
import { withoutAws } from "../matching/ses-match";
import { inlineYaml } from "../texts";

/** The identities of an account in one region. */
export interface SeenAddresses {
  readonly domains: readonly string[];
  readonly addresses: readonly Identity[];
  /** How many more addresses there are, which were not read. */
  readonly more: number;
}

export interface DraftedAddresses {
  /** @default - there are none */
  readonly setting?: readonly string[];
  readonly notes: readonly string[];
  /** Lines of a comment below the entry. */
  readonly comment: readonly string[];
}

/** @param tags those of the entry, which its addresses get too */
export function draftTestAddresses(
  { entry, region, tags }: { readonly entry: string; readonly region: string; readonly tags: Identity["tags"] },
  drafted: readonly string[],
  { domains, addresses, more }: SeenAddresses,
): DraftedAddresses {
  const isPlain = (one: Identity) =>
    !one.configurationSet &&
    isSame(withoutAws(one.tags), tags) &&
    !domains.some((domain) => isCoveredBy(one.domain, { domain })) &&
    addressesSchema.safeParse([one.domain]).success;
  const plain = addresses
    .filter(isPlain)
    .map(({ domain }) => domain)
    .sort();
  const rest = addresses.length - plain.length + more;
  const left =
    rest === 0
      ? []
      : [
          `left alone: ${rest} of the ${addresses.length + more} addresses that SES has in ${region}, whose settings testAddresses cannot say, or whose domain is verified itself`,
        ];
  if (plain.length === 0) return { notes: left, comment: [] };
  if (domains.every((domain) => drafted.includes(domain)))
    return {
      setting: plain,
      notes: [
        `the addresses that SES has in ${region} are testAddresses of "${entry}", since no other domain is there: where somebody else manages one, take it out`,
        ...left,
      ],
      comment: [],
    };
  return {
    notes: [
      `left alone: the addresses that SES has in ${region}, where other domains are too; a comment in the file says how to manage them`,
      ...left,
    ],
    comment: [
      `SES in ${region} has addresses of their own, beside domains that are not in this file. To have them here, write this`,
      `line for ${entry} without those of others, then run mailzone adopt --write:`,
      singleLine(`testAddresses: ${inlineYaml(plain)}`),
    ],
  };
}

function isSame(one: Identity["tags"], other: Identity["tags"]): boolean {
  return Object.keys({ ...one, ...other }).every((key) => one[key] === other[key]);
}
