// An identity in the JSON of SES's v2 API: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetEmailIdentity.html
// VerificationInfo says why a search goes on. As in SES, it is about the first token whose record is not right.

import { CLOUDFLARE_SERVERS } from "../../dns/providers/cloudflare-zone";
import { isJsonObject } from "../../json";
import { isEmailAddress, isSigningEnabled, refreshIdentity } from "../../services/aws/ses-identities";
import { dkimRecordName, dkimTarget, dkimZone, primaryRegion } from "../../services/aws/ses-search";
import type { Tag } from "../../services/aws/ses-tag-rules";
import type { SesIdentity } from "../../world/entities";
import type { World } from "../../world/world";

export function identityJson(world: World, identity: SesIdentity): object {
  const { name, mailFrom, behaviorOnMxFailure, configurationSetName, verification } = identity;
  return {
    IdentityType: identityType(identity),
    FeedbackForwardingStatus: true,
    VerifiedForSendingStatus: verification === "SUCCESS",
    DkimAttributes: dkimJson(dkimIdentity(world, identity)),
    MailFromAttributes: {
      MailFromDomain: mailFrom?.domain,
      MailFromDomainStatus: mailFrom?.status,
      BehaviorOnMxFailure: behaviorOnMxFailure,
    },
    Policies: {},
    Tags: tagsJson(identity.tags),
    ConfigurationSetName: configurationSetName ?? undefined,
    VerificationStatus: verification,
    VerificationInfo: isEmailAddress(name) ? undefined : verificationInfo(world, identity),
  };
}

/** An address shows the DKIM of its domain, if the domain is an identity (seen: floci-io/floci#1904, tried against AWS). */
function dkimIdentity(world: World, identity: SesIdentity): SesIdentity {
  if (!isEmailAddress(identity.name)) return identity;
  const domain = identity.name.slice(identity.name.lastIndexOf("@") + 1).toLowerCase();
  const parent = world.identities.get(`${identity.account}/${identity.region}/${domain}`);
  return parent === undefined ? identity : refreshIdentity(world, parent);
}

/** One item of ListEmailIdentities. */
export function identityInfo(identity: SesIdentity): object {
  const { name, verification } = identity;
  return {
    IdentityType: identityType(identity),
    IdentityName: name,
    SendingEnabled: verification === "SUCCESS",
    VerificationStatus: verification,
  };
}

export function identityType({ name }: Pick<SesIdentity, "name">): string {
  return isEmailAddress(name) ? "EMAIL_ADDRESS" : "DOMAIN";
}

export function dkimJson(identity: SesIdentity): object {
  const { origin, keyLength, keyMade, status, tokens } = identity.dkim;
  const length = origin === "EXTERNAL" ? undefined : (keyLength ?? undefined);
  return {
    SigningEnabled: isSigningEnabled(identity),
    Status: status,
    Tokens: tokens,
    SigningHostedZone: origin === "EXTERNAL" ? undefined : dkimZone(identity),
    SigningAttributesOrigin: origin,
    NextSigningKeyLength: length,
    CurrentSigningKeyLength: length,
    LastKeyGenerationTimestamp: length && seconds(keyMade),
  };
}

export function tagsJson(tags: SesIdentity["tags"]): object[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The tags of a request, of which a key may be there twice. */
export function tagsOf(value: unknown): Tag[] {
  const text = (one: unknown) => (typeof one === "string" ? one : undefined);
  const tags = (Array.isArray(value) ? value : []).filter(isJsonObject);
  return tags.map(({ Key, Value }) => ({ key: text(Key) ?? "", value: text(Value) ?? null }));
}

function verificationInfo(world: World, identity: SesIdentity): object {
  const { name, dkim } = identity;
  const error = dkim.status === "SUCCESS" ? undefined : errorType(world, identity);
  return {
    LastCheckedTimestamp: seconds(world.now()),
    LastSuccessTimestamp: dkim.status === "SUCCESS" ? seconds(world.now()) : undefined,
    ErrorType: error,
    SOARecord: hasZone(world, name) ? SOARecord : undefined,
  };
}

/** The SOA record that the emulator's DNS serves for each of its zones. */
const SOARecord = { PrimaryNameServer: CLOUDFLARE_SERVERS[0], AdminEmail: "dns.sandbox.invalid", SerialNumber: 1 };

/** Whether the world has a zone that contains the name. */
function hasZone(world: World, name: string): boolean {
  const labels = name.toLowerCase().split(".");
  return labels.some((_, index) => world.zones.inGroup(labels.slice(index).join(".")).length > 0);
}

/** `VerificationError` of the API. A proxied CNAME answers with addresses, so SES does not find the record type. */
function errorType(world: World, identity: SesIdentity): string | undefined {
  const { name, dkim } = identity;
  if (primaryRegion(dkim.origin) !== undefined && dkim.tokens.length === 0) return "REPLICATION_PRIMARY_NOT_FOUND";
  for (const token of dkim.tokens) {
    const records = world.records.inGroup(dkimRecordName(token, name));
    if (records.length === 0) return "HOST_NOT_FOUND";
    const wanted = dkim.origin === "EXTERNAL" ? "TXT" : "CNAME";
    const visible = records.filter(({ type, proxied }) => type === wanted && !proxied);
    if (visible.length === 0) return "TYPE_NOT_FOUND";
    if (wanted === "CNAME" && !visible.some(({ content }) => content === dkimTarget(token, identity))) {
      return "INVALID_VALUE";
    }
  }
  return undefined;
}

/** Seconds since 1970, the format of the API's JSON. */
export function seconds(milliseconds: number): number {
  return Math.floor(milliseconds) / 1000;
}
