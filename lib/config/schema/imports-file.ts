// The schema of imports.yaml: existing resources that Terraform should import. `mailzone adopt --write` writes it, people review it,
// and it is deleted after the apply.
import * as z from "zod";
import { FINGERPRINT } from "../../dns/fingerprint";
import { matching } from "./fields";

const IMPORT_ID = /^(?:[0-9a-f]{32}\/[0-9a-f]{32}|[^\s@/]+@[a-z]{2}(?:-[a-z]+)+-\d{1,2})$/;

const item = z.strictObject({
  entry: z.string().min(1, "expected an entry's name").describe("The entry of domains.yaml: its name, or its domain."),
  record: z
    .string()
    .min(1, "expected a record's id such as dkim-1")
    .describe("A record's id within the entry, such as dkim-1; or identity, or mail-from."),
  import: matching(
    IMPORT_ID,
    "expected <zone id>/<record id> as Cloudflare has them, or <domain>@<region> for identity and mail-from",
  ).describe(
    "What Terraform imports: <zone id>/<record id> as Cloudflare has them; of identity and mail-from <domain>@<region>.",
  ),
  fingerprint: matching(
    FINGERPRINT,
    "expected v1- and 32 hexadecimal digits, as mailzone adopt --write writes it",
  ).describe("A hash of the resource that adopt found: a plan is refused if its import finds something else."),
});

export const ImportsFile = z.strictObject({
  imports: z.array(item).describe("One item for each record, identity or MAIL FROM to import."),
});

export type ImportsFile = z.infer<typeof ImportsFile>;
export type ImportItem = ImportsFile["imports"][number];
