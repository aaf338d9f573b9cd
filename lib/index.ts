// The public API for other CDKTF apps, see docs/library.md. Its names are stable. It is the only barrel: no file in lib imports it.
import { isReadable as isReadableConfiguration } from "./config/configuration";
import { importsFile as importsFileOf, splitConfigNames as splitNames } from "./config/load";
import type {
  ParsedText as PublishedText,
  CheckFacts as RuleFacts,
  CheckProblem as RuleProblem,
} from "./dns/rules/rule";

/** What the commands do, as functions, with the guards that keep mail. */
export { type Existing, type MatchRequest, matchExisting } from "./app/adopt/adopt";
export { type WrittenImports, writeImports } from "./app/adopt/imports";
export { type ReleasedEntry, release as releaseEntry } from "./app/adopt/release";
export { type Applied, type ApplyRequest, apply as applyStacks } from "./app/apply/apply";
export { type DestroyRequest, destroy as destroyStacks } from "./app/apply/destroy";
export type { ChangedSinceReview, Expectations } from "./app/apply/expected";
export { type ConfigurationCheck, checkConfiguration } from "./app/check";
export type { Workspace } from "./app/context";
export { createWorkspace, type WorkspaceOptions } from "./app/create-workspace";
export { type DriftRequest, findDrift } from "./app/drift/drift";
export { type DangerOptions, refuseDangers } from "./app/guards/dangers";
export { refuseLocalState } from "./app/guards/local-state";
export { refuseLostIdentities } from "./app/guards/lost-identities";
export { type PermissionsRequest, requiredPermissions } from "./app/permissions";
export { isApplicable, type Planned, type PlanRequest, plan as planStacks } from "./app/plan/plan";
export { refuseClashes } from "./app/plan/preflight";
export { publishedRecords } from "./app/published";
export { Refused } from "./app/refused";
export { type ReviewRequest, reviewPlans } from "./app/review";
export type { VerifyWatch } from "./app/verify/check-until-live";
export { type VerifyRequest, verifyDomains } from "./app/verify/verify";
/** Configuration: reads domains.yaml, from files or as text, into Domains. */
export { type BackendBlock, backendBlock, stateFolder } from "./config/backend";
export { checkBase } from "./config/base";
export {
  type Configuration,
  ConfigurationError,
  type ConfigurationFile,
  parseConfiguration,
  validDomains,
} from "./config/configuration";
export type { Import } from "./config/imports";
export { loadConfiguration } from "./config/load";
export type { MailDomainSettings } from "./config/mail-domain-settings";
export type { RoleArns } from "./dns/account-roles";
/** The record model: the records that a domain publishes, and their names in Terraform. */
export type {
  AwsAccount,
  Domain,
  EntryState,
  ExtraRecord,
  MailFrom,
  MxFailureBehavior,
  RecordOverride,
  Web,
  Zone,
} from "./dns/domain";
export { domainRecords, PLACEHOLDER_REFS } from "./dns/domain-records";
/** The rules and their findings. */
export { type Finding, formatFinding, type Location } from "./dns/finding";
export { DESCRIPTIONS, type Purpose } from "./dns/kinds/kinds";
export type { SpfAll } from "./dns/kinds/mail-from";
export type { Language } from "./dns/languages";
export type { DnsRecord, Refs } from "./dns/record";
export { RECORD_TYPES, type RecordType } from "./dns/record-types";
export { dkimHost, SES_REGIONS } from "./dns/regions";
export { parseResourceName, resourceName } from "./dns/resource-name";
export type { CheckRule as Rule } from "./dns/rules/rule";
export { CHECK_RULES as RULES, checkDomains, checkRecords } from "./dns/rules/rules";
/** The texts of TXT records; each parse function is the inverse of its format function. */
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
export type { DomainDrift, Drift, DriftItem, DriftKind } from "./drift/result";
export type { Permissions } from "./permissions/permissions";
export { planDigest } from "./plan/digest";
/** The hand-over table. */
export type { Column } from "./records/columns";
export { RECORD_FORMATS, type RecordFormat, type RenderOptions, renderRecords } from "./records/format";
export type { Host as DnsHost } from "./records/forms";
export { parseOutputRecords } from "./records/output";
export type { LiveNote, LiveNotes } from "./records/table";
export type { Words } from "./records/words/words";
export type { Acceptance, Review } from "./review/review";
/** Constructs: one domain in a stack of your own, its two sides, a whole stack of domains, or an app of such stacks. */
export { addBackend, type StateProps } from "./stacks/backend";
export type { StackImport } from "./stacks/imports";
export { MailApp, type MailAppProps } from "./stacks/mail-app";
export { MailDomain } from "./stacks/mail-domain";
export type { MailDomainProps } from "./stacks/mail-domain-props";
export { MailStack, type MailStackProps } from "./stacks/mail-stack";
export { SesIdentity, type SesIdentityProps } from "./stacks/ses-identity";
export { ZoneRecords, type ZoneRecordsProps } from "./stacks/zone-records";
export type { Cause, Verification } from "./verify/verification";

/** @deprecated The command line's own. Look for findings of the rules `yaml` and `schema`. */
export const isReadable = isReadableConfiguration;
/** @deprecated The command line's own. loadConfiguration() finds imports.yaml. */
export const importsFile = importsFileOf;
/** @deprecated The command line's own. Split MAILZONE_CONFIG at node:path's `delimiter`. */
export const splitConfigNames = splitNames;
/** @deprecated What rules work with, which changes with them. Use `Parameters<Rule["check"]>[0]`. */
export type Facts = RuleFacts;
/** @deprecated What rules work with, which changes with them. Use `ReturnType<Rule["check"]>[number]`. */
export type Problem = RuleProblem;
/** @deprecated What rules work with, which changes with them. */
export type Published<T> = PublishedText<T>;
