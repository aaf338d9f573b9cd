// DKIM by mailauth: one result for each signature, its comments made into faults that somebody can act on.
import type { DnsRecord } from "../../dns/record";
import { type HeaderField, plainName } from "./envelope";
import type { RecordRef, SignatureFault, SignatureProof, SignatureResult } from "./proof";
import type { MessageResolver } from "./resolver";

/** Weaker keys are no proof to anybody: RFC 8301 §3.2. */
const LEAST_BITS = 1024;

export interface VerifiedSignatures {
  readonly fields: readonly HeaderField[];
  /** The domains in the From header, as written. */
  readonly fromAddresses: readonly string[];
  /** Without alignment, which takes the DMARC record. */
  readonly signatures: readonly Omit<SignatureProof, "aligned">[];
}

/** What mailauth's type leaves out, see lib/dkim/dkim-verifier.js. */
interface MailauthResult {
  readonly headerFrom: readonly string[];
  readonly headers?: { readonly parsed: readonly HeaderField[] };
  readonly results: readonly {
    readonly signingDomain?: string;
    readonly selector?: string;
    readonly status: { readonly result: string; readonly comment?: string; readonly policy?: object };
    readonly modulusLength?: number;
    readonly canonBodyLengthLimited?: boolean;
  }[];
}

export async function verifySignatures(
  message: Buffer,
  { resolver, now, records }: { resolver: MessageResolver; now: number; records: readonly DnsRecord[] },
): Promise<VerifiedSignatures> {
  const { dkimVerify } = await import("mailauth/lib/dkim/verify.js");
  const options = { resolver, minBitLength: LEAST_BITS, curTime: new Date(now) };
  const verified = (await dkimVerify(message, options as never)) as unknown as MailauthResult;
  const signatures = verified.results.flatMap((result) => {
    const { signingDomain = "", selector = "", status, modulusLength = null } = result;
    if (signingDomain === "") return [];
    const domain = plainName(signingDomain);
    return [
      {
        domain,
        selector: plainName(selector),
        result: status.result as SignatureResult,
        fault: status.result === "pass" ? null : faultOf(status),
        keyBits: modulusLength,
        signedInPart: result.canonBodyLengthLimited === true,
        record: recordRef(records, ({ name }) => name === keyName(selector, domain)),
      },
    ];
  });
  return { fields: verified.headers?.parsed ?? [], fromAddresses: verified.headerFrom, signatures };
}

/** The first of our records that fits. */
export function recordRef(records: readonly DnsRecord[], fits: (record: DnsRecord) => boolean): RecordRef | null {
  const record = records.find(fits);
  return record === undefined ? null : { entry: record.entry, id: record.id, name: record.name };
}

/** RFC 6376 §3.6.2.1. */
function keyName(selector: string, domain: string): string {
  return `${selector.toLowerCase()}._domainkey.${domain}`;
}

function faultOf({ result, comment = "", policy }: MailauthResult["results"][number]["status"]): SignatureFault {
  if (policy !== undefined || result === "policy") return "weak-key";
  if (result === "temperror") return "dns";
  if (/body hash/.test(comment)) return "body-altered";
  if (/bad signature/.test(comment)) return "headers-altered";
  if (/no key/.test(comment)) return "no-key";
  if (/key/.test(comment)) return "bad-key";
  return /expir/.test(comment) ? "expired" : "other";
}
