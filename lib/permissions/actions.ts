// Which API calls the providers make for what a configuration has, by the role that makes them. The calls are those of the
// aws provider 6.25.0; which resources an action can be narrowed to is AWS's word:
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html
import type { RolePurpose } from "../dns/account-roles";

/** Refreshing an identity and its MAIL FROM. All of SES's actions here can be narrowed to an identity. */
export const READ_IDENTITY = ["ses:GetEmailIdentity", "ses:ListTagsForResource"] as const;

/** Whether the account may send, which verify tells. It has no resource to be narrowed to. */
export const READ_ACCOUNT = ["ses:GetAccount"] as const;

/** Making, changing and deleting them. */
export const WRITE_IDENTITY = [
  "ses:CreateEmailIdentity",
  "ses:DeleteEmailIdentity",
  "ses:PutEmailIdentityConfigurationSetAttributes",
  "ses:PutEmailIdentityDkimSigningAttributes",
  "ses:PutEmailIdentityMailFromAttributes",
  "ses:TagResource",
  "ses:UntagResource",
] as const;

/** These name the configuration set as a second resource, which must be allowed as well. */
export const WITH_CONFIGURATION_SET = [
  "ses:CreateEmailIdentity",
  "ses:PutEmailIdentityConfigurationSetAttributes",
] as const;

/** A web name that is given by its distribution's id. */
export const READ_DISTRIBUTION = ["cloudfront:GetDistribution", "cloudfront:ListTagsForResource"] as const;

/** https://developer.hashicorp.com/terraform/language/backend/s3#s3-bucket-permissions */
export const STATE_ACTIONS: Readonly<Record<RolePurpose, readonly string[]>> = {
  plan: ["s3:GetObject"],
  apply: ["s3:GetObject", "s3:PutObject"],
};

/** Of the apply alone. A plan is made without a lock: who may write one could hold up every apply. */
export const LOCK_ACTIONS = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"] as const;

/** What is read is decrypted, what is written encrypted. */
export const KEY_ACTIONS: Readonly<Record<RolePurpose, readonly string[]>> = {
  plan: ["kms:Decrypt"],
  apply: ["kms:Decrypt", "kms:GenerateDataKey"],
};
