// For the command line: a world's status, its clock, edits by hand, faults, and the guard that runs before Terraform.
export {
  addRecordInEmulator,
  addZoneInEmulator,
  advanceEmulator,
  armEmulatorDnsFault,
  armEmulatorFault,
  changeAccountInEmulator,
  changeRecordInEmulator,
  clearEmulatorFaults,
  deleteInEmulator,
  editIdentityInEmulator,
  emulatorStatus,
  resetEmulator,
} from "./src/commands/commands";
export type { RecordAddition, RecordChange, RecordFields } from "./src/commands/edits";
export type { IdentityEdit } from "./src/commands/identity-edits";
export { describeDnsFault, describeFault, renderStatus } from "./src/commands/status-text";
export { writeShims } from "./src/guard/shims";
export { terraformCallProblem } from "./src/guard/terraform-call";
export { DEFAULT_ACCOUNT } from "./src/world/entities";
export {
  DNS_FAULT_KINDS,
  type DnsFaultKind,
  type DnsFaultOptions,
  type ErrorFault,
  type Fault,
  type FaultMatch,
} from "./src/world/fault";
