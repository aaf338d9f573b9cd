// The schema of imports.yaml: existing resources that Terraform should import. `mailzone adopt --write` writes it, people review it,
// and it is deleted after the apply.
import * as z from "zod";
import { FINGERPRINT } from "../../dns/fingerprint";
import { matching } from "./fields";

/** What follows the entry and the kind of the resource is checked with them, in config/imports.ts. */
const IMPORT_ID =
  /^(?:[0-9a-f]{32}\/[0-9a-f]{32}|[^\s/]{1,400}@[a-z]{2}(?:-[a-z]+)+-\d{1,2}|arn:aws[a-z-]{0,20}:(?:sns:[\w:.-]{1,400}|acm:[\w:-]{1,60}:certificate\/[0-9a-f-]{36})|[\w+=,.@-]{1,64}:[\w+=,.@-]{1,128})$/;

const item = z.strictObject({
  entry: z.string().min(1, "expected an entry's name").describe("The entry of domains.yaml: its name, or its domain."),
  record: z
    .string()
    .min(1, "expected a record's id such as dkim-1")
    .describe(
      "A record's id within the entry, such as dkim-1; or identity, mail-from, set, and the other ids that mailzone adopt shows.",
    ),
  import: matching(
    IMPORT_ID,
    "expected <zone id>/<record id> as Cloudflare has them, <domain>@<region> for identity and mail-from, or what mailzone adopt --write writes",
  ).describe(
    "What Terraform imports: <zone id>/<record id> as Cloudflare has them; of identity and mail-from <domain>@<region>; of the rest what the provider takes.",
  ),
  fingerprint: matching(
    FINGERPRINT,
    "expected v1- and 32 hexadecimal digits, as mailzone adopt --write writes it",
  ).describe("A hash of the resource that adopt found: a plan is refused if its import finds something else."),
});

export const ImportsFile = z.strictObject({
  imports: z.array(item).describe("One item for each record and each resource of AWS to import."),
});

export type ImportsFile = z.infer<typeof ImportsFile>;
export type ImportItem = ImportsFile["imports"][number];
