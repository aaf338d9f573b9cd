// What an apply ran into that exists already, outside Terraform's state: made by hand, or by an apply that was killed before
// it could write its state down. The cure is always to import it, never to make it twice.
import { IDENTITY, type PlannedChange, RECORD } from "./planned-changes";

/** The part of Terraform's diagnostic that is read here. */
export interface ApplyError {
  readonly summary: string;
  readonly detail: string;
  readonly address?: string;
}

/** Cloudflare's codes for a host that is taken, a record that exists, an identical record; and SES's word. */
const EXISTS = /\b8105[378]\b|AlreadyExistsException/;

/**
 * One paragraph per resource that exists outside the state: what it is, its address, and how to import it.
 * @param terraform the command line that runs Terraform in the stack's folder, such as `terraform -chdir=cdktf.out/stacks/x`
 */
export function explainConflicts(
  errors: readonly ApplyError[],
  changes: readonly PlannedChange[],
  terraform: string,
): string[] {
  const byAddress = new Map(changes.map((change) => [change.address, change]));
  return errors.flatMap(({ summary, detail, address = "" }) => {
    const change = byAddress.get(address);
    return EXISTS.test(`${summary}\n${detail}`) && change !== undefined ? (explain(change, terraform) ?? []) : [];
  });
}

function explain({ type, address, entry, record, after }: PlannedChange, terraform: string): string | undefined {
  const importing = (id: string) => `${terraform} import '${address}' '${id}'`;
  if (type === IDENTITY) {
    const name = String(after.email_identity);
    return [
      `identity "${name}" of "${entry}" in ${after.region} exists outside the state, as ${address} it cannot be created: import it with`,
      `  ${importing(`${name}@${after.region}`)}`,
      "  then run mailzone plan and mailzone apply; its DKIM records wait for it and may exist as well",
    ].join("\n");
  }
  if (type !== RECORD) return undefined;
  const name = typeof after.name === "string" ? `"${after.name}"` : "known after apply";
  return [
    `record "${record}" of "${entry}", ${after.type} ${name}, exists outside the state, as ${address} it cannot be created: import it with`,
    `  ${importing(`${after.zone_id}/<record id>`)}`,
    `  where <record id> is the id that Cloudflare lists for the name (GET /zones/${after.zone_id}/dns_records?name=${after.name}),`,
    "  or delete it there if it is not yours to keep; then run mailzone plan and mailzone apply",
  ].join("\n");
}
