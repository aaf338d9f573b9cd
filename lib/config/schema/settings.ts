// The settings that a domain and `defaults` both take. What a field means stands in its description, which is also its
// documentation; what fields mean together is for the rules in dns/.
import * as z from "zod";
import type { RoleArns } from "../../dns/account-roles";
import { RECORD_TYPES } from "../../dns/record-types";

export const matching = (pattern: RegExp, fault: string) => z.string().regex(pattern, fault);

const ADDRESS = /^(?:mailto:)?[^\s@,;!<>"]+@[^\s@,;!<>"][^\s@,;!<>".]*\.[^\s@,;!<>"]+$/;
const CLOUDFRONT = /^[A-Za-z0-9]+\.cloudfront\.net\.?$/;
/** A record's key in `records` becomes a part of its Terraform address. */
const KEY = /^[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?$/;

/** Of the AWS configuration files, where it stands in brackets; the tools take blanks and letters of every alphabet. */
export const profileName = (description: string) =>
  matching(
    /^[^\p{C}[\]{}"'`$;#\\]+$/u,
    "expected a profile's name, as it stands in brackets in the AWS configuration files",
  ).describe(description);
/** IAM, Identifiers: the names of roles and, as everybody writes them, their paths. */
export const roleArn = (description: string) =>
  matching(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
    "expected a role such as arn:aws:iam::111122223333:role/mail",
  ).describe(description);

/** One role, or one for each purpose. */
export const roles = (description: string) =>
  z
    .union([
      roleArn("One role for plan and apply alike: whoever plans has the role that writes."),
      z.strictObject({
        plan: roleArn("Of plan, verify and whatever else reads."),
        apply: roleArn("Of apply and destroy."),
      }),
    ])
    .refine(
      (role) => typeof role === "string" || isOneAccount(role),
      "expected plan and apply to be roles of one account",
    )
    .describe(description);

function isOneAccount({ plan, apply }: RoleArns): boolean {
  const account = (arn: string) => arn.split(":").slice(0, 5).join(":");
  return account(plan) === account(apply);
}

/** CDKTF keeps its tokens in numbers at both ends, and no part of a record is as large. */
const part = z
  .number()
  .min(-100_000, "expected a number from -100000 to 4294967295")
  .max(4_294_967_295, "expected a number from -100000 to 4294967295");

const name = (description: string) => z.string().min(1, "expected a name").describe(description);
const oneLine = (description: string) =>
  matching(/^[^\r\n]*$/, "expected one line")
    .max(500, "expected at most 500 characters, Cloudflare's limit")
    .describe(description);
const ttl = z.union([z.literal("auto"), z.int("expected a whole number of seconds, or auto")]).optional();
const list = <T extends z.ZodType>(item: T) => z.union([item, z.array(item)]).optional();

export const aws = z.strictObject({
  region: matching(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "expected an AWS region such as eu-west-1")
    .optional()
    .describe("The AWS region of the identity, such as eu-west-1. Required, here or in defaults."),
  profile: profileName("A profile of the AWS configuration files. Default: the environment's credentials.").optional(),
  assumeRoleArn: roles(
    "A role to assume: {plan, apply}, one that reads and one that writes, or one for both. Default: none.",
  ).optional(),
  allowedAccountIds: z
    .array(matching(/^\d{12}$/, "expected an account id of twelve digits, in quotes"))
    .optional()
    .describe("Terraform stops where the credentials lead to another account. Default: any account."),
  tags: z.record(z.string(), z.string()).optional().describe("Tags of the identity. Default: none."),
});

export const dkim = z.strictObject({
  keyLength: z
    .union([z.literal(1024), z.literal(2048)])
    .optional()
    .describe(
      "The length of the DKIM keys; a changed one makes new tokens, which DNS follows in the next plan and apply. Default: SES's own, 2048.",
    ),
  signingHostedZone: matching(/^[A-Za-z0-9.-]+$/, "expected a name such as dkim.amazonses.com")
    .optional()
    .describe("The zone in which SES publishes the keys, as it reports it. Default: by region."),
});

export const mailFromDomain = z
  .string()
  .min(1, "expected a label such as mail")
  .describe("A label such as mail, or a full name below the domain. Default: mail.");
const mailFrom = z.union([
  z.literal(false),
  mailFromDomain,
  z.strictObject({
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
      .describe("The end of its SPF record: others are marked, or refused. Default: ~all."),
  }),
]);

const reportAddress = matching(ADDRESS, "expected an e-mail address such as dmarc@example.com");
const policy = z.enum(["none", "quarantine", "reject"]).optional();
const alignment = z.enum(["relaxed", "strict"]).optional();
const dmarc = z.union([
  z.literal(false),
  z.strictObject({
    policy: policy.describe(
      "What receivers do with mail that fails: nothing but report, treat as suspicious, or discard. Default: none.",
    ),
    subdomainPolicy: policy.describe("The same for subdomains that exist (sp). Default: as policy."),
    nonexistentSubdomainPolicy: policy.describe(
      "The same for subdomains that do not exist (np). Default: as subdomainPolicy.",
    ),
    testing: z.boolean().optional().describe("Receivers report and do not act (t=y). Default: false."),
    alignment: z
      .strictObject({
        dkim: alignment.describe("adkim. Default: relaxed."),
        spf: alignment.describe("aspf; strict never passes with SES's MAIL FROM. Default: relaxed."),
      })
      .optional()
      .describe("How near the From domain must be to the one that passed."),
    failureOptions: list(z.enum(["0", "1", "d", "s"])).describe(
      'When failures are reported (fo), such as "1". Default: 0.',
    ),
    rua: list(reportAddress).describe("Where aggregate reports go: an address or a list of them."),
    ruf: list(reportAddress).describe("Where failure reports go: an address or a list of them."),
    raw: name("The record's text, instead of all else; it is checked and published as it is.").optional(),
  }),
]);

const spf = z.union([
  z.literal(false),
  z.strictObject({
    amazonses: z
      .boolean()
      .optional()
      .describe("Whether SES sends with the domain itself as MAIL FROM. Default: false."),
    include: list(z.string()).describe("Other senders' records, such as _spf.example.net."),
    ip4: list(z.string()).describe("Addresses or networks, such as 192.0.2.0/24."),
    ip6: list(z.string()).describe("Addresses or networks, such as 2001:db8::/32."),
    a: list(z.string()).describe("Hosts whose addresses send; @ is the domain itself."),
    mx: list(z.string()).describe("Domains whose MX hosts send; @ is the domain itself."),
    exists: list(z.string()).describe("Names that are looked up for each sender, with macros."),
    redirect: z.string().optional().describe("Another name's record takes over where nothing matched; instead of all."),
    all: z.enum(["~all", "-all", "?all", "+all"]).optional().describe("How everybody else is judged. Default: ~all."),
    raw: name("The record's text, instead of all else; it is checked and published as it is.").optional(),
  }),
]);

const distributionDomain = matching(
  CLOUDFRONT,
  "expected a CloudFront domain name such as d111111abcdef8.cloudfront.net",
);
const web = z.union([
  z.literal(false),
  z.record(
    z.string(),
    z.union([
      distributionDomain,
      z.strictObject({
        target: distributionDomain.optional().describe("The distribution's domain name, xxxx.cloudfront.net."),
        distribution: matching(/^E[A-Z0-9]{6,}$/, "expected a distribution id such as E1EXAMPLE23")
          .optional()
          .describe("The distribution's id, by which its domain name is looked up; instead of target."),
        proxied: z.boolean().optional().describe("Through Cloudflare's proxy. Default: false."),
        ttl: ttl.describe("Seconds, or auto. Default: the domain's."),
      }),
    ]),
  ),
]);

const records = z.record(
  matching(KEY, "expected a key of lower-case letters, digits, hyphens and underscores"),
  z.strictObject({
    type: z.enum(RECORD_TYPES).describe("The type, such as TXT."),
    name: name("@ for the domain itself, a label below it, or a full name."),
    content: z.string().optional().describe("The value; of a TXT the text itself, without quotes."),
    priority: z.int("expected a whole number").min(0).max(65535).optional().describe("Of MX and URI."),
    data: z
      .record(
        matching(/^[A-Za-z][A-Za-z0-9_]*$/, "expected the name of a part, such as tag"),
        z.union([z.string(), part]),
      )
      .optional()
      .describe(
        "The parts of CAA (flags, tag, value), SRV (priority, weight, port, target) and other types in parts, instead of content.",
      ),
    ttl: ttl.describe("Seconds, or auto. Default: the domain's."),
    proxied: z.boolean().optional().describe("Through Cloudflare's proxy. Default: false."),
    moved: matching(KEY, "expected the key that this record had before")
      .optional()
      .describe("The key that this record had before: Terraform renames it, where a new key alone would make it anew."),
  }),
);

const overrides = z.record(
  z.string(),
  z.strictObject({
    ttl: ttl.describe("Seconds, or auto."),
    comment: oneLine("The comment that Cloudflare shows beside the record.").optional(),
  }),
);

/** CDKTF writes a stack's name where it looks for its tokens, which lie beyond -1e288. */
function isNoToken(text: string): boolean {
  return (text.match(/-\d+e[\de-]+/g) ?? []).every((number) => Number.parseFloat(number) > -1e288);
}

/** What a domain and `defaults` both take. */
export const settings = {
  stack: matching(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, "expected lower-case letters, digits and inner hyphens")
    .refine(isNoToken, "expected a name without a number such as -2e289 in it, which CDKTF would take for its own")
    .optional()
    .describe("The Terraform stack, with a state of its own. Default: mailzone, one for the whole file."),
  aws: aws
    .optional()
    .describe("Where the SES identity is, and how Terraform gets there. Credentials come from the environment."),
  dkim: dkim.optional().describe("The identity's DKIM keys."),
  configurationSet: matching(/^[A-Za-z0-9_-]{1,64}$/, "expected at most 64 letters, digits, hyphens and underscores")
    .optional()
    .describe("The SES configuration set of the identity. Default: none."),
  mailFrom: mailFrom
    .optional()
    .describe("The custom MAIL FROM domain, where bounces go: a name, a map, or false for none. Default: mail."),
  dmarc: dmarc
    .optional()
    .describe(
      "The DMARC record; false leaves it to somebody else, and what Terraform has of it in place. Default: policy none.",
    ),
  spf: spf
    .optional()
    .describe(
      "The SPF record at the domain itself, for all its senders; SES does not need it. false leaves it to somebody else, and what Terraform has of it in place. Default: none.",
    ),
  web: web
    .optional()
    .describe(
      "Website names in front of CloudFront: www, @ for the domain itself, or a full name; each xxxx.cloudfront.net or a map.",
    ),
  records: records
    .optional()
    .describe("Other records of the zone, by a key that names them for ever; each published as record-<key>."),
  overrides: overrides
    .optional()
    .describe("What is different for one record, by its id, such as dkim-1 or mail-from-mx."),
  ttl: ttl.describe("Seconds, 60 to 86400; auto, or 1, lets Cloudflare choose. Default: auto."),
  comment: oneLine(
    "The comment that Cloudflare shows beside each record (100 characters on its free plan).",
  ).optional(),
  protect: z
    .boolean()
    .optional()
    .describe("Whether Terraform refuses to destroy or replace the identity. Default: true."),
  ignore: z
    .record(z.string(), z.string().min(1, "expected the reason"))
    .optional()
    .describe("Rules that are not to be heard about the domain: rule id and the reason."),
};
