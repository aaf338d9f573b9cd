// Internals of the emulator that this repository uses beside its face: a world and its services, for tests that prepare what
// exists. They are not published, and may change at any time; what other programs may use is in index.ts and commands.ts.
export { cloudflareApiStatus } from "../src/commands/status";
export { requestCertificate, validationRecord } from "../src/services/aws/acm";
export { deleteRolePolicy, ensureRoles, findRole, putRolePolicy } from "../src/services/aws/iam";
export { createIdentity, putMailFrom } from "../src/services/aws/ses-identities";
export { createSet, putSetOption } from "../src/services/aws/ses-sets";
export { createRecord, deleteRecord, type RecordBody, updateRecord } from "../src/services/cloudflare/records";
export { addZone, ensureZones } from "../src/services/cloudflare/zones";
export { type CloudflareRecord, DEFAULT_ACCOUNT, type SesEventDestination } from "../src/world/entities";
export { ApiError, armFault } from "../src/world/faults";
export { setRateLimit } from "../src/world/rate-limit";
export { World } from "../src/world/world";
