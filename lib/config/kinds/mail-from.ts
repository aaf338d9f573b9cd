// mailFrom: the custom MAIL FROM domain.
import * as z from "zod";
import type { MailFrom } from "../../dns/domain";
import { fullName } from "../../dns/names";
import type { EntryContext } from "../entries/context";
import { asciiName } from "../entries/hosts";
import { matching } from "../schema/fields";

export const mailFromDomain = matching(/^[^@/:*]+$/, "expected a label such as mail").describe(
  "A label such as mail, or a full name below the domain. Default: mail.",
);
const fields = z.strictObject({
  domain: mailFromDomain.optional(),
  onMxFailure: z
    .enum(["use-default", "reject"])
    .optional()
    .describe(
      "What SES does when the MX is missing: send from amazonses.com, or refuse to send. Default: use-default.",
    ),
  spf: z
    .enum(["~all", "-all"])
    .optional()
    .describe("The end of its SPF record: mail from other senders is marked, or refused. Default: ~all."),
});
type Fields = z.infer<typeof fields>;

export const mailFrom = z
  .union([
    z.literal(false),
    z.literal(true).transform((): Fields => ({})),
    mailFromDomain.transform((domain): Fields => ({ domain })),
    fields,
  ])
  .optional()
  .describe(
    "The custom MAIL FROM domain, where bounces go: a name, a map, false for none, or true for the default. Default: mail.",
  );

export function makeMailFrom(
  setting: z.infer<typeof mailFrom> = {},
  { domain, key }: EntryContext,
): MailFrom | undefined {
  if (setting === false) return undefined;
  const { domain: name = "mail", onMxFailure = "use-default", spf = "~all" } = setting;
  const ascii = asciiName(name, `mailFrom "${name}" of "${key}"`, ["mailFrom"]);
  return { domain: fullName(ascii, domain), onMxFailure, spf };
}
