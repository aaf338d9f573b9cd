// The emulated providers: their resource types and their configuration. Credentials are accepted and ignored, because nothing here
// leaves the machine.
import { type Diagnostic, error } from "./protocol/diagnostic";
import { overlaySchema, type Schema } from "./protocol/schema";
import type { ObjectValue } from "./protocol/value";
import { configureAws, validateAws } from "./resources/aws/account";
import { awsAcmCertificate } from "./resources/aws/acm";
import { awsAcmCertificateValidation } from "./resources/aws/acm-validation";
import { awsCloudfrontDistributionData } from "./resources/aws/cloudfront-distribution-data";
import { awsIamOpenidConnectProvider, awsIamPolicy, awsIamRole, awsIamRolePolicyAttachment } from "./resources/aws/iam";
import { awsIamPolicyDocumentData } from "./resources/aws/iam-policy-document-data";
import { awsIamRolePolicy } from "./resources/aws/iam-role-policy";
import { awsCallerIdentityData, awsPartitionData, awsRegionData } from "./resources/aws/identity-data";
import { awsSesv2ConfigurationSet } from "./resources/aws/sesv2-configuration-set";
import { awsSesv2ConfigurationSetEventDestination } from "./resources/aws/sesv2-configuration-set-event-destination";
import { awsSesv2EmailIdentity } from "./resources/aws/sesv2-email-identity";
import { awsSesv2EmailIdentityData } from "./resources/aws/sesv2-email-identity-data";
import { awsSesv2EmailIdentityMailFromAttributes } from "./resources/aws/sesv2-email-identity-mail-from-attributes";
import { awsSnsTopic, awsSnsTopicPolicy, awsSnsTopicSubscription } from "./resources/aws/sns";
import { cloudflareDnsRecord } from "./resources/cloudflare/dns-record";
import { cloudflareZoneData } from "./resources/cloudflare/zone-data";
import { cloudflareZonesData } from "./resources/cloudflare/zones-data";
import type { Context, DataSourceType, ResourceType } from "./resources/resource-type";
import awsSchema from "./schemas/aws-provider.json";
import cloudflareSchema from "./schemas/cloudflare-provider.json";

export interface Provider {
  /** The provider's address without the registry's host. */
  readonly source: string;
  readonly protocol: 5 | 6;
  readonly schema: Schema;
  readonly resources: readonly ResourceType[];
  readonly dataSources: readonly DataSourceType[];
  /** @default - accepts every configuration that fits the schema */
  validate?(config: ObjectValue): Diagnostic[];
  /** @default - accepts every valid configuration */
  configure?(context: Context): Diagnostic[];
}

/** https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/provider/sdkv2/provider.go */
const aws: Provider = {
  source: "hashicorp/aws",
  protocol: 5,
  schema: overlaySchema(awsSchema, {}),
  resources: [
    awsSesv2EmailIdentity,
    awsSesv2EmailIdentityMailFromAttributes,
    awsSesv2ConfigurationSet,
    awsSesv2ConfigurationSetEventDestination,
    awsSnsTopic,
    awsSnsTopicPolicy,
    awsSnsTopicSubscription,
    awsIamRole,
    awsIamPolicy,
    awsIamRolePolicy,
    awsIamRolePolicyAttachment,
    awsIamOpenidConnectProvider,
    awsAcmCertificate,
    awsAcmCertificateValidation,
  ],
  dataSources: [
    awsCallerIdentityData,
    awsCloudfrontDistributionData,
    awsIamPolicyDocumentData,
    awsPartitionData,
    awsRegionData,
    awsSesv2EmailIdentityData,
  ],
  validate: validateAws,
  configure: configureAws,
};

/** https://github.com/cloudflare/terraform-provider-cloudflare/blob/v5.14.0/internal/provider.go */
const cloudflare: Provider = {
  source: "cloudflare/cloudflare",
  protocol: 6,
  schema: overlaySchema(cloudflareSchema, {}),
  resources: [cloudflareDnsRecord],
  dataSources: [cloudflareZoneData, cloudflareZonesData],
  validate({ api_token, api_key }) {
    const found: Diagnostic[] = [];
    if (typeof api_token === "string" && !/[A-Za-z0-9-_]{40}/.test(api_token)) {
      const detail = "Attribute api_token must be 40 letters, digits, hyphens or underscores";
      found.push(error("Invalid Attribute Value Match", detail, ["api_token"]));
    }
    if (typeof api_key === "string" && !/[0-9a-f]{37}/.test(api_key)) {
      const detail = "Attribute api_key must be 37 characters of 0-9 and a-f";
      found.push(error("Invalid Attribute Value Match", detail, ["api_key"]));
    }
    return found;
  },
};

export const PROVIDERS: readonly Provider[] = [aws, cloudflare];
