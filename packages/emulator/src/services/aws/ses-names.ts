// Names that SES accepts: domains and addresses of identities, MAIL FROM domains, and configuration sets. If the words of a refusal
// are SES's own, a comment says where they were seen. The other refusals are in the emulator's words.
import { badRequest } from "../../world/faults";

/**
 * A label begins and ends with a letter or digit, and may contain underscores. The last label is not a number (seen: Ministack's
 * probes of AWS).
 */
const LABEL = /^[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?$/i;

export function isDomainName(name: string): boolean {
  const labels = name.split(".");
  return name.length <= 253 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? "");
}

/** The words are those of the older API: Optum/dce#143 shows them for an address. */
export function checkIdentityName(name: string): void {
  const at = name.lastIndexOf("@");
  if (at < 0) {
    if (!isDomainName(name)) throw badRequest(`Invalid domain name ${name}.`);
  } else if (at === 0 || at > 64 || /[\s<>]/.test(name) || name.length > 320 || !isDomainName(name.slice(at + 1))) {
    throw badRequest(`Invalid email address<${name}>.`);
  }
}

export function checkMailFromDomain(domain: string, identity: string): void {
  if (!isDomainName(domain)) throw badRequest(`Invalid MAIL-FROM domain name <${domain}>.`);
  const parent = (identity.split("@").pop() ?? "").toLowerCase();
  if (domain.toLowerCase().endsWith(`.${parent}`)) return;
  throw badRequest(
    `Provided MAIL-FROM domain <${domain}> is not subdomain of the domain of the identity <${identity}>.`,
  );
}

/** Both refusals were seen from GetConfigurationSet, in Ministack's probes of AWS. */
export function checkConfigurationSetName(name: string): void {
  if (name.length > 64) throw badRequest("Configuration set name cannot exceed 64 characters.");
  if (!/^[A-Za-z0-9_-]+$/.test(name)) {
    throw badRequest(
      `Invalid configuration set name <${name}>: only alphanumeric ASCII characters, '_', and '-' are allowed.`,
    );
  }
}
