// Parses a DKIM-Signature field (RFC 6376 §3.5), and checks what makes it invalid before its key is looked up (§6.1.1).
import { base64Bytes, colonList, parseDkimTags, trimBlanks } from "../../../dns/text/dkim";
import type { SignatureFault } from "../evaluation";
import type { HeaderField } from "../header";
import { signedDomain } from "../names";
import type { Canonicalization } from "./canonical";

export interface Signature {
  readonly type: "rsa" | "ed25519";
  readonly header: Canonicalization;
  readonly body: Canonicalization;
  /** The names of the signed fields, in lower case. */
  readonly names: readonly string[];
  readonly bodyHash: Buffer;
  readonly bytes: Buffer;
  /** The domain of `i=`. */
  readonly identity: string;
  /** How many bytes of the body are signed. @default - all */
  readonly length?: number;
  /** The field without the value of b=. */
  readonly unsigned: HeaderField;
}

/** The domain and selector, with the parsed signature or the reason why it is invalid. */
export type ReadSignature = { readonly domain: string; readonly selector: string } & (
  | { readonly signature: Signature }
  | InvalidSignature
);

interface InvalidSignature {
  readonly fault: SignatureFault;
  /** In words. */
  readonly reason?: string;
}

/** Seconds that a signature may be from the future, since clocks differ. */
const CLOCK_SKEW = 300;

/** Undefined if it has no domain. `now` is in milliseconds since 1970. */
export function readSignature(field: HeaderField, now: number): ReadSignature | undefined {
  const colon = field.line.indexOf(":") + 1;
  const tags = parseDkimTags(field.line.slice(colon));
  if ("why" in tags) {
    const [domain, selector] = ["d", "s"].map((name) => looseValue(field.line, name));
    if (domain === undefined || domain === "") return undefined;
    return { domain, selector: selector ?? "", fault: "malformed", reason: tags.why };
  }
  const value = (name: string) => tags.get(name)?.value;
  const domain = signedDomain(value("d") ?? "");
  const selector = signedDomain(value("s") ?? "", 1);
  const names = { domain: domain ?? value("d") ?? "", selector: selector ?? value("s") ?? "" };
  if (names.domain === "") return undefined;
  const fail = (reason: string, fault: SignatureFault = "malformed") => ({ ...names, fault, reason });

  const missing = ["v", "a", "b", "bh", "d", "h", "s"].find((name) => !tags.has(name));
  if (missing !== undefined) return fail(`it has no "${missing}="`);
  if (value("v") !== "1") return fail('its "v=" is not 1');
  if (domain === undefined) return fail('its "d=" is no domain');
  if (selector === undefined) return fail('its "s=" is no selector');
  const algorithm = (value("a") ?? "").toLowerCase();
  if (algorithm === "rsa-sha1") return fail('its "a=" is rsa-sha1', "weak-hash");
  const type = algorithm === "rsa-sha256" ? "rsa" : algorithm === "ed25519-sha256" ? "ed25519" : undefined;
  if (type === undefined) return fail('its "a=" is no algorithm that receivers know');
  const [header = "", body = "simple", ...more] = (value("c") ?? "simple").toLowerCase().split("/");
  if (!isForm(header) || !isForm(body) || more.length > 0) return fail('its "c=" is no canonicalization');
  if (!colonList(value("q") ?? "dns/txt").includes("dns/txt")) return fail('its "q=" is not dns/txt');

  const signed = colonList(value("h") ?? "");
  if (!signed.every((name) => /^[!-9<-~]+$/.test(name))) return fail('its "h=" is no list of fields');
  if (!signed.includes("from")) return fail('its "h=" is without From', "from-unsigned");
  const identity = value("i") === undefined ? domain : signedDomain(/@([^@]*)$/.exec(value("i") ?? "")?.[1] ?? "");
  if (identity !== domain && !identity?.endsWith(`.${domain}`)) return fail('its "i=" is not within "d="', "identity");
  const bodyHash = base64Bytes(value("bh") ?? "");
  const bytes = base64Bytes(value("b") ?? "");
  if (bodyHash === undefined || bytes === undefined) return fail('its "b=" or "bh=" is no base64');
  const numbers = numbersFault(["l", "t", "x"].map(value), now);
  if (numbers !== undefined) return { ...names, ...numbers };

  const { start, end } = tags.get("b") ?? { start: 0, end: 0 };
  const unsigned = { key: field.key, line: field.line.slice(0, colon + start) + field.line.slice(colon + end) };
  const length = value("l");
  return {
    domain,
    selector,
    signature: {
      type,
      header,
      body,
      names: signed,
      bodyHash,
      bytes,
      identity: identity ?? domain,
      length: length === undefined ? undefined : Number(length),
      unsigned,
    },
  };
}

/** §3.5: x= must be later than t=; a signature from the future or an expired one may be refused. */
function numbersFault(
  [length, time, expiry]: readonly (string | undefined)[],
  now: number,
): InvalidSignature | undefined {
  const isNumber = (value = "0", digits = 12) => /^[0-9]+$/.test(value) && value.length <= digits;
  if (!isNumber(length, 76)) return { fault: "malformed", reason: 'its "l=" is no number' };
  if (!isNumber(time) || !isNumber(expiry)) return { fault: "malformed", reason: 'its "t=" or "x=" is no time' };
  const seconds = now / 1000;
  if (expiry !== undefined && time !== undefined && Number(expiry) <= Number(time))
    return { fault: "malformed", reason: 'its "x=" is not behind its "t="' };
  if (expiry !== undefined && Number(expiry) < seconds) return { fault: "expired" };
  if (time !== undefined && Number(time) > seconds + CLOCK_SKEW) return { fault: "future" };
  return undefined;
}

function isForm(text: string): text is Canonicalization {
  return text === "simple" || text === "relaxed";
}

/** A tag's value in an invalid tag list, only to name the domain and selector in the result. */
function looseValue(line: string, name: string): string | undefined {
  const parts = line.slice(line.indexOf(":") + 1).split(";");
  const part = parts.map(trimBlanks).find((text) => text.startsWith(`${name}=`));
  return part === undefined ? undefined : trimBlanks(part.slice(name.length + 1)).toLowerCase();
}
