// The API calls that the providers make for a configuration, by role. The calls are those of the aws provider 6.25.0; AWS documents the
// resources that an action can be limited to:
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html
import type { RolePurpose } from "../dns/account-roles";

/** Refreshing an identity and its MAIL FROM. All SES actions here can be limited to an identity. */
export const READ_IDENTITY = ["ses:GetEmailIdentity", "ses:ListTagsForResource"] as const;

/** Whether the account may send, which verify reports. It cannot be limited to a resource. */
export const READ_ACCOUNT = ["ses:GetAccount"] as const;

/** Creating, changing and deleting an identity and its MAIL FROM. */
export const WRITE_IDENTITY = [
  "ses:CreateEmailIdentity",
  "ses:DeleteEmailIdentity",
  "ses:PutEmailIdentityConfigurationSetAttributes",
  "ses:PutEmailIdentityDkimSigningAttributes",
  "ses:PutEmailIdentityMailFromAttributes",
  "ses:TagResource",
  "ses:UntagResource",
] as const;

/** These also need permission for the configuration set, as a second resource. */
export const WITH_CONFIGURATION_SET = [
  "ses:CreateEmailIdentity",
  "ses:PutEmailIdentityConfigurationSetAttributes",
] as const;

/** Refreshing a set that the stack makes, and its event destinations. */
export const READ_SET = [
  "ses:GetConfigurationSet",
  "ses:GetConfigurationSetEventDestinations",
  "ses:ListTagsForResource",
] as const;

/** Creating, changing and deleting a set and its event destinations. */
export const WRITE_SET = [
  "ses:CreateConfigurationSet",
  "ses:CreateConfigurationSetEventDestination",
  "ses:DeleteConfigurationSet",
  "ses:DeleteConfigurationSetEventDestination",
  "ses:PutConfigurationSetDeliveryOptions",
  "ses:PutConfigurationSetReputationOptions",
  "ses:PutConfigurationSetSendingOptions",
  "ses:PutConfigurationSetSuppressionOptions",
  "ses:PutConfigurationSetTrackingOptions",
  "ses:TagResource",
  "ses:UntagResource",
  "ses:UpdateConfigurationSetEventDestination",
] as const;

/**
 * Refreshing a topic and its subscriptions, whose permission is that of the topic:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
 */
export const READ_TOPIC = [
  "sns:GetSubscriptionAttributes",
  "sns:GetTopicAttributes",
  "sns:ListSubscriptionsByTopic",
  "sns:ListTagsForResource",
] as const;

/** Creating, changing and deleting a topic, its policy and its subscriptions. */
export const WRITE_TOPIC = [
  "sns:CreateTopic",
  "sns:DeleteTopic",
  "sns:SetTopicAttributes",
  "sns:Subscribe",
  "sns:TagResource",
  "sns:Unsubscribe",
  "sns:UntagResource",
] as const;

/** Handing SES the role with which it writes to a delivery stream. */
export const PASS_ROLE = ["iam:PassRole"] as const;

/**
 * Refreshing the policy that lets a role send, which is a policy of that role; where there is none, adopt and verify ask for the role:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export const READ_SENDER = ["iam:GetRole", "iam:GetRolePolicy"] as const;

/** Putting and taking off such a policy. Whoever may put one can give the role any permission. */
export const WRITE_SENDER = ["iam:DeleteRolePolicy", "iam:PutRolePolicy"] as const;

/**
 * Refreshing a certificate:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscertificatemanager.html
 */
export const READ_CERTIFICATE = ["acm:DescribeCertificate", "acm:ListTagsForCertificate"] as const;

/** With which verify and adopt find a certificate by its names. It cannot be limited to a resource. */
export const LIST_CERTIFICATES = ["acm:ListCertificates"] as const;

/** Changing and deleting a certificate. */
export const WRITE_CERTIFICATE = [
  "acm:AddTagsToCertificate",
  "acm:DeleteCertificate",
  "acm:RemoveTagsFromCertificate",
] as const;

/** Requesting one. IAM knows no resource for it, only conditions. */
export const REQUEST_CERTIFICATE = ["acm:RequestCertificate"] as const;

/** Looking up a distribution by its id. */
export const READ_DISTRIBUTION = ["cloudfront:GetDistribution", "cloudfront:ListTagsForResource"] as const;

/** https://developer.hashicorp.com/terraform/language/backend/s3#s3-bucket-permissions */
export const STATE_ACTIONS: Readonly<Record<RolePurpose, readonly string[]>> = {
  plan: ["s3:GetObject"],
  apply: ["s3:GetObject", "s3:PutObject"],
};

/** For the apply only. Plans run without a lock: a role that can write the lock could block every apply. */
export const LOCK_ACTIONS = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"] as const;

/** Decrypting what is read and encrypting what is written. */
export const KEY_ACTIONS: Readonly<Record<RolePurpose, readonly string[]>> = {
  plan: ["kms:Decrypt"],
  apply: ["kms:Decrypt", "kms:GenerateDataKey"],
};
