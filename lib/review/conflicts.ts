// Resources that an apply could not create because they exist outside Terraform's state: made by hand, or by an apply that was
// killed before it could write its state. The fix is to adopt them, never to create them again; a test
// address, which adopt does not know, is left to the user.
import { IDENTITY, RECORD } from "../plan/attributes";
import { isTestAddressChange, type ResourceChange } from "../plan/change";
import { AFTER_APPLY, shownValue } from "../plan/value-text";
import { stringOf } from "../plan/values";
import { recordSentence } from "./preflight";
import { plainSentence } from "./rules/sentence";

/** The part of Terraform's diagnostic that is read here. */
export interface ApplyError {
  readonly summary: string;
  readonly detail: string;
  readonly address?: string;
}

/**
 * Cloudflare's error codes for a host that is taken, for NS records at the name, for a record that exists and for an identical
 * record; and the error of SES.
 */
const EXISTS = /\b8105[34678]\b|AlreadyExistsException/;

/** The codes for which any other record at the name is enough. */
const TAKEN = /\b8105[346]\b/;

/**
 * One line for each resource that exists outside the state: what it is, its address, and the command that imports it.
 * @param adopt such as `mailzone adopt --emulated`
 */
export function explainConflicts(
  errors: readonly ApplyError[],
  changes: readonly ResourceChange[],
  adopt: string,
): string[] {
  const byAddress = new Map(changes.map((change) => [change.address, change]));
  return errors.flatMap(({ summary, detail, address = "" }) => {
    const change = byAddress.get(address);
    const text = `${summary}\n${detail}`;
    if (!EXISTS.test(text) || change === undefined) return [];
    const subject = subjectOf(change);
    if (subject === undefined) return [];
    if (isTestAddressChange(change))
      return `${subject} exists but is not in the state, so ${address} cannot be created: take it out of testAddresses, or delete it in the SES console first`;
    const command = change.entry === undefined ? adopt : `${adopt} ${change.entry}`;
    if (TAKEN.test(text))
      return `${subject} cannot be created as ${address}, because its name already has a record that is not in the state: run ${command} to see it and what to do`;
    return `${subject} exists but is not in the state, so ${address} cannot be created: run ${command} to see it, with --write to import it`;
  });
}

function subjectOf(change: ResourceChange): string | undefined {
  const { type, address, entry, record, after } = change;
  if (after === null) return undefined;
  if (isTestAddressChange(change)) return `test address "${after.email_identity}" of "${entry}" in ${after.region}`;
  if (type === IDENTITY) return `identity "${after.email_identity}" of "${entry ?? address}" in ${after.region}`;
  if (type !== RECORD) return undefined;
  const name = stringOf(after.name) ?? AFTER_APPLY;
  const subject = { address, entry: entry ?? null, record: record ?? null, type: shownValue(after.type), name };
  return `${plainSentence(recordSentence(subject))},`;
}
