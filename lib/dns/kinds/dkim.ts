// Easy DKIM: three CNAMEs from the domain to the keys that SES publishes (Amazon SES, Easy DKIM; RFC 6376 §3.6.2).
import { dkimHost } from "../regions";
import type { RecordKind } from "./kind";

const ID = /^dkim-\d+$/;

export const DKIM = {
  description: "DKIM",
  descriptions: {
    en: ({ id, domain }) => `DKIM: key ${id.replace(/^dkim-/, "")} of 3 of ${domain}`,
    ja: ({ id, domain }) => `DKIM（${domain}の送信ドメイン認証用、3件中${id.replace(/^dkim-/, "")}件目）`,
  },
  isMail: true,
  needsMail: true,
  isCheckedBySes: true,
  role: "dkim",
  setting: "dkim",
  isDefault: true,
  id: ID,
  ids: "`dkim-1` to `dkim-3`",
  // Where the name is unknown, the id decides. It can only make the review stricter, never more lenient.
  matches: ({ type, name, id }) => (name === undefined ? ID.test(id) && type !== "MX" : isDkimName(name)),
  clash: {
    workaround: "leave the domain out",
    meanwhile: "until then SES does not find the key, and an identity that is not verified yet sends nothing",
  },
} as const satisfies RecordKind;

/** Whether an id is that of the record for one of the three tokens of SES. */
export function isTokenId(id: string): boolean {
  return /^dkim-[123]$/.test(id);
}

/** `<selector>._domainkey.example.com` */
export function dkimName(selector: string, domain: string): string {
  return `${selector}._domainkey.${domain}`;
}

/** The inverse of dkimName(); undefined where the name is not a DKIM name. */
export function parseDkimName(name: string): { readonly selector: string; readonly domain: string } | undefined {
  const at = name.indexOf(DOMAINKEY_LABEL);
  return at === -1 ? undefined : { selector: name.slice(0, at), domain: name.slice(at + DOMAINKEY_LABEL.length) };
}

const DOMAINKEY_LABEL = "._domainkey.";

/** Whether a name contains the label `_domainkey`; a relative name may end with it. */
export function isDkimName(name: string): boolean {
  return /(?:^|\.)_domainkey(?:\.|$)/.test(name);
}

/**
 * Where SES publishes the key of a token: `<token>.dkim.amazonses.com`, or in the region's own zone.
 * @param hostedZone `SigningHostedZone` as SES reports it. @default - by region, see dkimHost()
 */
export function dkimTarget(token: string, region: string, hostedZone?: string): string {
  return `${token}.${dkimHost(region, hostedZone)}`;
}

export interface DkimTarget {
  readonly token: string;
  /** `dkim.amazonses.com`, or a region's own. */
  readonly host: string;
  /** Undefined where the host does not name a region: several regions share that zone. */
  readonly region: string | undefined;
}

/** Parses a name in lower case without the last dot; undefined where SES publishes no keys at it. */
export function parseDkimTarget(name: string): DkimTarget | undefined {
  const [, token, host, region] = /^([^.]+)\.(dkim\.(?:([a-z0-9-]+)\.)?amazonses\.com)$/.exec(name) ?? [];
  return token === undefined || host === undefined ? undefined : { token, host, region };
}
