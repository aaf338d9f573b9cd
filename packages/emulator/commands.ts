// For the command line: a world's status, its clock, changes by hand, faults, and the guard that runs before Terraform.
export {
  addEmulatorRecord,
  addEmulatorZone,
  advanceEmulatorClock,
  armEmulatorDnsFault,
  armEmulatorFault,
  changeEmulatorAccount,
  changeEmulatorRecord,
  clearEmulatorFaults,
  confirmEmulatorEndpoint,
  type Deletion,
  deleteEmulatorObjects,
  putEmulatorIdentity,
  readEmulatorStatus,
  resetEmulator,
  setEmulatorLimit,
  writeEmulatorReports,
} from "./src/commands/commands";
export type { RecordAddition, RecordChange, RecordFields } from "./src/commands/edits";
export type { IdentityChange } from "./src/commands/identity-edits";
export type { CloudflareApiStatus, EmulatorStatus, IdentityStatus, ZoneStatus } from "./src/commands/status";
export {
  describeEmulatorDnsFault,
  describeEmulatorFault,
  describeEmulatorLimit,
  renderEmulatorStatus,
} from "./src/commands/status-text";
export { writeShims } from "./src/guard/shims";
export { checkTerraformCall, type TerraformCall, type TerraformCallCheck } from "./src/guard/terraform-call";
export type { TlsSessions } from "./src/reports/documents";
export { type DescribedMail, MAIL_KINDS } from "./src/reports/mail";
export type { ReportsRequest, WrittenReports } from "./src/reports/reports";
export type { AccountChanges, AccountKey } from "./src/services/aws/ses-account";
export {
  type CloudFrontDistribution,
  type CloudflareRecord,
  type CloudflareZone,
  DEFAULT_ACCOUNT,
} from "./src/world/entities";
export {
  type CutFault,
  type DelayFault,
  DNS_FAULT_KINDS,
  type DnsFaultKind,
  type DnsFaultOptions,
  type ErrorFault,
  type Fault,
  type FaultMatch,
} from "./src/world/fault";
export { CLOUDFLARE_LIMIT, NO_LIMIT, type RateLimitSetting } from "./src/world/rate-limit";
