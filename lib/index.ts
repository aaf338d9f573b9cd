// What another CDKTF app may import, see docs/library.md. The only barrel: nothing within lib imports it.

/** Configuration: domains.yaml, or the same as text, made into Domains. */
export { type BackendBlock, backendBlock, stateFolder } from "./config/backend";
export { checkBase } from "./config/base";
export {
  type Configuration,
  ConfigurationError,
  type ConfigurationFile,
  isReadable,
  parseConfiguration,
  validDomains,
} from "./config/configuration";
export type { Import } from "./config/imports/imports";
export { importsFile, loadConfiguration, splitConfigNames } from "./config/load";
/** The record model: what a domain publishes, and the names of it all in Terraform. */
export type {
  AwsAccount,
  Domain,
  EntryState,
  ExtraRecord,
  MailFrom,
  MxFailureBehavior,
  RecordOverride,
  SpfAll,
  Web,
  Zone,
} from "./dns/domain";
export { domainRecords, PLACEHOLDER_REFS } from "./dns/domain-records";
/** The rules, and what they find. */
export { type Finding, formatFinding, type Location } from "./dns/finding";
export { DESCRIPTIONS, type DnsRecord, type Purpose, type Refs } from "./dns/record";
export { RECORD_TYPES, type RecordType } from "./dns/record-types";
export { dkimHost, SES_REGIONS } from "./dns/regions";
export { parseResourceName, resourceName } from "./dns/resource-name";
export type { Facts, Problem, Published, Rule } from "./dns/rules/rule";
export { checkDomains, checkRecords, RULES } from "./dns/rules/rules";
/** The texts of TXT records, each parse the inverse of its format. */
export {
  type Dmarc,
  type DmarcAlignment,
  type DmarcPolicy,
  type DmarcRecord,
  type DmarcTag,
  formatDmarc,
  parseDmarc,
} from "./dns/text/dmarc";
export { formatSpf, type Spf } from "./dns/text/spf";
export { formatSpfTerms, parseSpf, type SpfQualifier, type SpfRecord, type SpfTerm } from "./dns/text/spf-parser";
export { formatTxt, parseTxt } from "./dns/text/txt";
/** The hand-over table. */
export { RECORD_FORMATS, type RecordFormat, type RenderOptions, renderRecords } from "./records/format";
export { parseOutputRecords } from "./records/output";
export type { LiveNote, LiveNotes } from "./records/table";
/** Constructs: a whole app or stack of domains, or the two sides of one domain in a stack of your own. */
export { addBackend, type StateProps } from "./stacks/backend";
export type { StackImport } from "./stacks/imports";
export { MailApp, type MailAppProps } from "./stacks/mail-app";
export { MailStack, type MailStackProps } from "./stacks/mail-stack";
export { SesIdentity, type SesIdentityProps } from "./stacks/ses-identity";
export { ZoneRecords, type ZoneRecordsProps } from "./stacks/zone-records";
