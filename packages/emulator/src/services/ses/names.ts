// Which names SES takes: domains and addresses of identities, MAIL FROM domains, configuration sets. Where the words of a refusal
// are SES's, it is said where they were seen; the others are the emulator's own.
import { badRequest } from "../../world/faults";

/** A letter or digit at both ends of a label, an underscore within it; the last label is no number (seen: Ministack's probes of AWS). */
const LABEL = /^[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?$/i;

export function isDomainName(name: string): boolean {
  const labels = name.split(".");
  return name.length <= 253 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? "");
}

/** The words are those of the older API: Optum/dce#143 has them of an address. */
export function refuseIdentityName(name: string): void {
  const at = name.lastIndexOf("@");
  if (at < 0) {
    if (!isDomainName(name)) throw badRequest(`Invalid domain name ${name}.`);
  } else if (at === 0 || at > 64 || /[\s<>]/.test(name) || name.length > 320 || !isDomainName(name.slice(at + 1))) {
    throw badRequest(`Invalid email address<${name}>.`);
  }
}

export function refuseMailFromName(domain: string, identity: string): void {
  if (!isDomainName(domain)) throw badRequest(`Invalid MAIL-FROM domain name <${domain}>.`);
  const parent = (identity.split("@").pop() ?? "").toLowerCase();
  if (domain.toLowerCase().endsWith(`.${parent}`)) return;
  throw badRequest(
    `Provided MAIL-FROM domain <${domain}> is not subdomain of the domain of the identity <${identity}>.`,
  );
}

/** Both seen of GetConfigurationSet, by Ministack's probes of AWS. */
export function refuseConfigurationSetName(name: string): void {
  if (name.length > 64) throw badRequest("Configuration set name cannot exceed 64 characters.");
  if (!/^[A-Za-z0-9_-]+$/.test(name)) {
    throw badRequest(
      `Invalid configuration set name <${name}>: only alphanumeric ASCII characters, '_', and '-' are allowed.`,
    );
  }
}
