// Makes one Domain of settings in code, with the schema and the defaults of domains.yaml. All errors are thrown together, with the
// construct's path and the property's name, because there are no line numbers.
import type { Domain } from "../dns/domain";
import { type Finding, legible } from "../dns/finding";
import { isWithin, toAsciiName } from "../dns/names";
import { ConfigurationError, parseConfiguration, validate } from "./configuration";
import { asEntry, MailDomainSettings } from "./schema/mail-domain";

/**
 * The domain that settings describe. The rules are not run here, because checkDomains() needs all domains together.
 * @param settings plain JSON values
 * @param subject the construct's path
 * @throws ConfigurationError with all that is wrong
 */
export function readMailDomain(settings: Readonly<Record<string, unknown>>, subject: string): Domain {
  const quoted = `"${subject}"`;
  const text = JSON.stringify(settings);
  const { findings, valid } = validate({ file: subject, text }, MailDomainSettings, quoted);
  if (valid === undefined) throw faults(findings);
  const { zoneName, domain: given } = valid.file;
  const file = { zones: { [zoneName ?? given]: null }, domains: [asEntry(valid.file)] };
  const config = parseConfiguration([{ file: subject, text: JSON.stringify(file) }]);
  const [domain] = config.domains;
  if (domain === undefined)
    throw faults(config.findings.map((one) => ({ ...one, message: `${quoted}: ${one.message}` })));
  const faultMessages = [
    zoneFault(domain, zoneName, quoted),
    mailFromFault(valid.file, quoted),
    configurationSetFault(valid.file, quoted),
  ];
  const messages = faultMessages.filter((message) => message !== undefined);
  if (messages.length > 0) throw faults(messages.map(settingFault));
  return domain;
}

/** A finding about a setting, without a location. */
export function settingFault(message: string): Finding {
  return { source: "check", rule: "schema", severity: "error", message };
}

/** An error with all findings. */
export function faults(findings: readonly Finding[]): ConfigurationError {
  return new ConfigurationError(findings.map(({ at: _, ...finding }) => legible(finding)));
}

function zoneFault(
  { domain, zone, web, records }: Domain,
  zoneName: string | undefined,
  subject: string,
): string | undefined {
  if (zoneName !== undefined)
    return isWithin(domain, toAsciiName(zoneName) ?? "")
      ? undefined
      : `"zoneName" of ${subject} is "${zoneName}", and "${domain}" is not in it: name the zone that holds the domain`;
  // Cloudflare flattens a CNAME only at the zone apex. With a wrong zone name the rules would allow a CNAME elsewhere.
  const isAtApex = [...web, ...records.filter(({ type }) => type === "CNAME")].some(({ name }) => name === zone.name);
  return isAtApex && domain.split(".").length > 2
    ? `"zoneName" of ${subject} is missing: a CNAME at "${domain}" itself can be beside other records only if that is the zone's own name, so give the zone's name`
    : undefined;
}

/** Refuses settings that have no effect without a MAIL FROM domain. */
function mailFromFault(
  { mailFromDomain, behaviorOnMxFailure, mailFromSpf }: MailDomainSettings,
  subject: string,
): string | undefined {
  const given = Object.entries({ behaviorOnMxFailure, mailFromSpf }).find(([, value]) => value !== undefined);
  return mailFromDomain === false && given !== undefined
    ? `"${given[0]}" of ${subject} needs a MAIL FROM domain, and mailFromDomain is false: leave one of them out`
    : undefined;
}

function configurationSetFault(
  { configurationSet, configurationSetName }: MailDomainSettings,
  subject: string,
): string | undefined {
  return configurationSet !== undefined && configurationSetName !== undefined
    ? `"configurationSet" and "configurationSetName" of ${subject} are both given: keep the first to make a set, or the second to use one that exists`
    : undefined;
}
