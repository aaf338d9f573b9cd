// The part of Certificate Manager that certificates for websites need: public ones, validated by DNS. ACM issues one as soon as the CNAMEs of
// all its names stand in the emulated Cloudflare zone, not proxied, and no CAA record forbids it; it stops looking after 72 hours.
// https://docs.aws.amazon.com/acm/latest/APIReference/API_Operations.html and
// https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
import { createHash } from "node:crypto";
import type { AcmCertificate, CertificateLogging, CloudflareRecord } from "../../world/entities";
import { ApiError } from "../../world/faults";
import type { World } from "../../world/world";
import { partitionOf } from "./partition";
import type { Tag } from "./ses-tag-rules";

export type CertificateStatus = "PENDING_VALIDATION" | "ISSUED" | "VALIDATION_TIMED_OUT" | "FAILED";

export interface CertificateRequest extends Pick<AcmCertificate, "account" | "region" | "tags"> {
  /** The first is the certificate's own. */
  readonly names: readonly string[];
  readonly keyAlgorithm?: string;
  /** A second request with the same one, within an hour, is answered with the certificate that the first made. */
  readonly idempotencyToken?: string;
  readonly logging?: CertificateLogging;
}

/** A certificate and the record that each of its names needs; names and targets with their last dot, as ACM has them. */
export interface CertificateDetail extends AcmCertificate {
  readonly status: CertificateStatus;
  /** Why it failed. */
  readonly failureReason?: "CAA_ERROR";
  /** The begin and the end of its validity, milliseconds. @default - it is not issued */
  readonly validity?: { readonly from: number; readonly to: number };
  readonly validations: readonly {
    readonly domainName: string;
    readonly status: "PENDING_VALIDATION" | "SUCCESS" | "FAILED";
    readonly record: { readonly name: string; readonly value: string };
  }[];
}

const HOUR = 3_600_000;
/** https://docs.aws.amazon.com/acm/latest/userguide/troubleshooting-timed-out.html */
const SEARCH_TIME = 72 * HOUR;
/** The default quota: https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html */
const MAX_NAMES = 10;
const MAX_TAGS = 50;
const ISSUERS = ["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"];
export const KEY_ALGORITHMS: readonly string[] = ["RSA_2048", "EC_prime256v1", "EC_secp384r1"];

/** RequestCertificate. */
export function requestCertificate(world: World, request: CertificateRequest): AcmCertificate {
  world.noteCall("acm:RequestCertificate");
  const { account, region, tags, keyAlgorithm = "RSA_2048", idempotencyToken, logging } = request;
  if (Object.keys(tags).length > 0) world.noteCall("acm:AddTagsToCertificate");
  checkTags(tags);
  const names = [...new Set(request.names.map((name) => name.toLowerCase()))];
  const wrong = names.find(
    (name) => !/^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*$/.test(name),
  );
  if (wrong !== undefined) throw refused("InvalidDomainValidationOptionsException", `The name ${wrong} is no domain.`);
  if (names.length > MAX_NAMES)
    throw refused(
      "LimitExceededException",
      `The maximum number of ${MAX_NAMES} domain names in a certificate is exceeded.`,
    );
  if (!KEY_ALGORITHMS.includes(keyAlgorithm))
    throw refused("ValidationException", `The emulator makes no certificate with the key ${keyAlgorithm}.`);
  const known = idempotencyToken === undefined ? undefined : sameRequest(world, request, idempotencyToken, names);
  if (known !== undefined) return known;
  const { number, change } = world.nextNumber();
  const arn = `arn:${partitionOf(region)}:acm:${region}:${account}:certificate/00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
  const certificate: AcmCertificate = {
    arn,
    account,
    region,
    names,
    tags,
    keyAlgorithm,
    requested: world.now(),
    ...(idempotencyToken !== undefined && { idempotencyToken }),
    ...(logging !== undefined && { logging }),
  };
  world.commit(world.certificates.put(arn, certificate), change);
  return certificate;
}

/** DescribeCertificate. */
export function describeCertificate(world: World, arn: string): CertificateDetail {
  world.noteCall("acm:DescribeCertificate");
  return detailOf(world, findCertificate(world, arn));
}

function detailOf(world: World, found: AcmCertificate): CertificateDetail {
  const certificate = withIssue(world, found);
  const caa = certificate.issued === undefined && certificate.names.some((name) => isForbidden(world, name));
  const isLate = world.now() > certificate.requested + SEARCH_TIME;
  const status =
    certificate.issued !== undefined
      ? "ISSUED"
      : caa && foundAt(world, certificate) !== null
        ? "FAILED"
        : isLate
          ? "VALIDATION_TIMED_OUT"
          : "PENDING_VALIDATION";
  return {
    ...certificate,
    status,
    ...(status === "FAILED" && { failureReason: "CAA_ERROR" as const }),
    ...(certificate.issued !== undefined && { validity: validityFrom(certificate.issued) }),
    validations: certificate.names.map((domainName) => {
      const isFound = certificate.issued !== undefined || recordOf(world, certificate, domainName) !== undefined;
      const record = validationRecord(certificate, domainName);
      const failed = status === "VALIDATION_TIMED_OUT" || status === "FAILED" ? "FAILED" : "PENDING_VALIDATION";
      return { domainName, status: isFound && status !== "FAILED" ? "SUCCESS" : failed, record };
    }),
  };
}

/** DeleteCertificate. */
export function deleteCertificate(world: World, arn: string): void {
  world.noteCall("acm:DeleteCertificate");
  const { account, inUseBy = [] } = findCertificate(world, arn);
  if (inUseBy.length > 0)
    throw refused("ResourceInUseException", `Certificate ${arn} in account ${account} is in use.`);
  world.commit(world.certificates.remove(arn));
}

/** ListCertificates: those of an account in a region, by their ARNs. */
export function listCertificates(world: World, { account, region }: Pick<AcmCertificate, "account" | "region">) {
  world.noteCall("acm:ListCertificates");
  return world.certificates
    .inGroup(`${account}/${region}`)
    .map((certificate) => detailOf(world, certificate))
    .sort((a, b) => (a.arn < b.arn ? -1 : 1));
}

/** UpdateCertificateOptions. */
export function updateOptions(world: World, arn: string, logging: CertificateLogging): void {
  world.noteCall("acm:UpdateCertificateOptions");
  const certificate = findCertificate(world, arn);
  world.commit(world.certificates.put(arn, { ...certificate, logging }));
}

/** ListTagsForCertificate. */
export function certificateTags(world: World, arn: string): AcmCertificate["tags"] {
  world.noteCall("acm:ListTagsForCertificate");
  return findCertificate(world, arn).tags;
}

/** AddTagsToCertificate: other tags stay. */
export function tagCertificate(world: World, arn: string, tags: AcmCertificate["tags"]): void {
  world.noteCall("acm:AddTagsToCertificate");
  const certificate = findCertificate(world, arn);
  const all = { ...certificate.tags, ...tags };
  checkTags(all);
  world.commit(world.certificates.put(arn, { ...certificate, tags: all }));
}

/** RemoveTagsFromCertificate: a tag that is not there, or with another value than a given one, stays and is no error. */
export function untagCertificate(world: World, arn: string, gone: readonly Tag[]): void {
  world.noteCall("acm:RemoveTagsFromCertificate");
  const certificate = findCertificate(world, arn);
  const isGone = ([key, value]: readonly [string, string]) =>
    gone.some((tag) => tag.key === key && (tag.value === null || tag.value === value));
  const tags = Object.fromEntries(Object.entries(certificate.tags).filter((tag) => !isGone(tag)));
  world.commit(world.certificates.put(arn, { ...certificate, tags }));
}

/** ACM renews what is in use: https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html */
export function renewalOf({ inUseBy = [], issued }: CertificateDetail): "ELIGIBLE" | "INELIGIBLE" {
  return issued !== undefined && inUseBy.length > 0 ? "ELIGIBLE" : "INELIGIBLE";
}

/** The record of a name. A name and its wildcard have one, and every certificate of an account the same (ACM User Guide). */
export function validationRecord({ account }: Pick<AcmCertificate, "account">, domainName: string) {
  const base = domainName.replace(/^\*\./, "");
  const digest = (what: string) =>
    createHash("sha256").update(`acm/${what}/${account}/${base}`).digest("hex").slice(0, 32);
  return { name: `_${digest("name")}.${base}.`, value: `_${digest("value")}.sandboxacm.acm-validations.aws.` };
}

/** Whole days: https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html has their number. */
const VALIDITY = 198 * 24 * HOUR;

function validityFrom(issued: number): { readonly from: number; readonly to: number } {
  const from = issued - (issued % (24 * HOUR));
  return { from, to: from + VALIDITY - 1000 };
}

/** The certificate as it is now: issued at the time when its last record appeared, if that was in time. It stays so. */
function withIssue(world: World, certificate: AcmCertificate): AcmCertificate {
  if (certificate.issued !== undefined) return certificate;
  const found = foundAt(world, certificate);
  if (found === null || found > certificate.requested + SEARCH_TIME) return certificate;
  if (certificate.names.some((name) => isForbidden(world, name))) return certificate;
  const issued = { ...certificate, issued: Math.max(found, certificate.requested) };
  world.commit(world.certificates.put(certificate.arn, issued));
  return issued;
}

/** When the last of its records appeared; null if one is missing. */
function foundAt(world: World, certificate: AcmCertificate): number | null {
  const records = certificate.names.map((name) => recordOf(world, certificate, name));
  const times = records.flatMap((record) => (record === undefined ? [] : [Date.parse(record.modified_on)]));
  return times.length < records.length ? null : Math.max(...times);
}

/** A proxied CNAME answers with addresses, and ACM does not find it. */
function recordOf(world: World, certificate: AcmCertificate, domainName: string): CloudflareRecord | undefined {
  const { name, value } = validationRecord(certificate, domainName);
  const bare = (text: string) => text.replace(/\.$/, "").toLowerCase();
  return world.records
    .inGroup(bare(name))
    .find(({ type, proxied, content }) => type === "CNAME" && !proxied && bare(content) === bare(value));
}

/** RFC 8659 §3, §4.3: the CAA records of the name, or of the nearest one above it that has any, name other issuers. */
function isForbidden(world: World, domainName: string): boolean {
  const isWildcard = domainName.startsWith("*.");
  for (
    let at = domainName.replace(/^\*\./, "");
    at !== "";
    at = at.includes(".") ? at.slice(at.indexOf(".") + 1) : ""
  ) {
    const caa = world.records.inGroup(at).filter(({ type }) => type === "CAA");
    if (caa.length === 0) continue;
    const tagged = (tag: string) => caa.filter(({ data }) => String(data?.tag).toLowerCase() === tag);
    const wild = isWildcard ? tagged("issuewild") : [];
    const issue = wild.length > 0 ? wild : tagged("issue");
    const issuerOf = ({ data }: CloudflareRecord) => String(data?.value).split(";", 1).join("").trim().toLowerCase();
    return issue.length > 0 && !issue.some((record) => ISSUERS.includes(issuerOf(record)));
  }
  return false;
}

function sameRequest(world: World, { account, region }: CertificateRequest, token: string, names: readonly string[]) {
  return world.certificates
    .inGroup(`${account}/${region}`)
    .find(
      (one) =>
        one.idempotencyToken === token &&
        world.now() - one.requested < HOUR &&
        JSON.stringify(one.names) === JSON.stringify(names),
    );
}

function findCertificate(world: World, arn: string): AcmCertificate {
  if (!/^arn:[\w-]+:acm:[a-z0-9-]+:\d{12}:certificate\/.+$/.test(arn))
    throw refused("InvalidArnException", `${arn} is not a valid certificate ARN`);
  const certificate = world.certificates.get(arn);
  if (certificate === undefined)
    throw refused("ResourceNotFoundException", `Could not find certificate ${arn} in account ${arn.split(":")[4]}.`);
  return certificate;
}

function checkTags(tags: AcmCertificate["tags"]): void {
  if (Object.keys(tags).length > MAX_TAGS)
    throw refused("TooManyTagsException", `A certificate has at most ${MAX_TAGS} tags.`);
  if (Object.keys(tags).some((name) => /^aws:/i.test(name)))
    throw refused("InvalidTagException", "Tags that begin with aws: are AWS's own.");
}

function refused(code: string, message: string): ApiError {
  return new ApiError(400, code, message);
}
