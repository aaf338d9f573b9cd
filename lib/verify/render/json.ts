// The result as JSON, described in docs/verify.md. Within a version no field is removed or changes its meaning.
import type { Cause, CheckedRecord, Verification } from "../verification";

const VERSION = 1;

export function renderJson(verification: Verification): string {
  const { at, verdict, records, extras, causes, identities, accounts, unseen } = verification;
  const shape = {
    version: VERSION,
    verdict,
    at: new Date(at).toISOString(),
    records: records.map(recordShape),
    extras,
    causes: causes.map(causeShape),
    identities: identities.map(({ deadline, ...rest }) => ({
      ...rest,
      deadline: deadline === null ? null : new Date(deadline).toISOString(),
    })),
    accounts: accounts.map(({ region, production, sendingEnabled, enforcement, quota }) => ({
      region,
      production,
      sendingEnabled,
      enforcement,
      quota,
    })),
    unseen,
  };
  return JSON.stringify(shape, null, 2);
}

function causeShape({ rule, severity, domain, records, message, fix }: Cause) {
  return { id: rule, severity, domain, records, message, fix };
}

/** The record as `mailzone records --json` has it, and its status. */
function recordShape({ record, status, wait, causes, authorities, resolvers }: CheckedRecord) {
  return { ...record, status, wait, causes, authorities, resolvers };
}
