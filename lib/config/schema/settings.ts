// The settings that a domain and `defaults` both have. The description of a field is also its documentation. How fields depend on
// each other is checked by the rules in dns/.
import * as z from "zod";
import type { RoleArns } from "../../dns/account-roles";
import { KIND_SETTINGS } from "../kinds/kinds";
import { matching, oneLine, ttl } from "./fields";
import { senders } from "./senders";

/** A name in brackets in the AWS configuration files; the AWS tools accept blanks and letters of every alphabet. */
export const profileName = (description: string) =>
  matching(
    /^[^\p{C}[\]{}"'`$;#\\]+$/u,
    "expected a profile's name, as in brackets in the AWS configuration files",
  ).describe(description);
/** The ARN of a role, with its path (IAM User Guide, IAM identifiers). */
export const roleArnField = (description: string) =>
  matching(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
    "expected a role such as arn:aws:iam::111122223333:role/mail",
  ).describe(description);

/** One role, or one for each purpose. */
export const roles = (description: string) =>
  z
    .union([
      roleArnField("One role for plan and apply: plans then also run with the role that writes."),
      z.strictObject({
        plan: roleArnField("For plan, verify and everything else that only reads."),
        apply: roleArnField("For apply and destroy."),
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
    .describe("Terraform stops if the credentials belong to another account. Default: any account."),
  tags: z.record(z.string(), z.string()).optional().describe("Tags of the identity. Default: none."),
});

const overrides = z.record(
  z.string(),
  z.strictObject({
    ttl: ttl.describe("Seconds, or auto."),
    comment: oneLine("The comment that Cloudflare shows beside the record.").optional(),
  }),
);

/** CDKTF searches a stack's name for its tokens, which are numbers below -1e288. */
function isNoToken(text: string): boolean {
  return (text.match(/-\d+e[\de-]+/g) ?? []).every((number) => Number.parseFloat(number) > -1e288);
}

const { mail, dkim, configurationSet, ...kinds } = KIND_SETTINGS;

/** The settings that a domain and `defaults` both have. */
export const settings = {
  stack: matching(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, "expected lower-case letters, digits and inner hyphens")
    .refine(isNoToken, "expected a name without a number such as -2e289 in it, which CDKTF would take for its own")
    .optional()
    .describe("The Terraform stack, which has its own state. Default: mailzone, one for the whole file."),
  aws: aws
    .optional()
    .describe("Where the SES identity is, and how Terraform gets access. Credentials come from the environment."),
  identity: z
    .enum(["managed", "existing"])
    .optional()
    .describe(
      "existing: another stack or team owns the SES identity; it is read, never changed, and only its records are published. Default: managed.",
    ),
  mail,
  dkim,
  configurationSet,
  senders,
  ...kinds,
  overrides: overrides
    .optional()
    .describe("Different settings for single records, by record id, such as dkim-1 or mail-from-mx."),
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
    .describe("Rules to ignore for the domain: rule id and the reason."),
};
