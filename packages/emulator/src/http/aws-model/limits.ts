// Parts of AWS's model that the SDK leaves out: lengths, patterns, and each member's enumeration, for the members that the emulator
// reads. A test compares them with AWS's published model (botocore's service-2.json) if that is installed.

export interface Limit {
  readonly min?: number;
  readonly max?: number;
  /** As the model writes it; it must match the whole text. */
  readonly pattern?: string;
  /** The enumeration's name; of a list, that of its members. */
  readonly values?: string;
}

/**
 * By member name, or by `Structure.Member` where one structure differs: other members of the same name that the emulator reads have the
 * same limits.
 */
export type Limits = Readonly<Record<string, Limit>>;

const ORIGIN = { values: "DkimSigningAttributesOrigin" };

/** Of SES and STS. */
export const LIMITS: Limits = {
  EmailIdentity: { min: 1 },
  ResourceArn: { min: 1 },
  DomainSigningSelector: {
    min: 1,
    max: 63,
    pattern: String.raw`^(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\-]*[a-zA-Z0-9]))$`,
  },
  DomainSigningPrivateKey: { min: 1, max: 20_480, pattern: String.raw`^[a-zA-Z0-9+\/]+={0,2}$` },
  NextSigningKeyLength: { values: "DkimSigningKeyLength" },
  DomainSigningAttributesOrigin: ORIGIN,
  SigningAttributesOrigin: ORIGIN,
  BehaviorOnMxFailure: { values: "BehaviorOnMxFailure" },
  TlsPolicy: { values: "TlsPolicy" },
  HttpsPolicy: { values: "HttpsPolicy" },
  MaxDeliverySeconds: { min: 300, max: 50_400 },
  DimensionValueSource: { values: "DimensionValueSource" },
  MatchingEventTypes: { values: "EventType" },
  SuppressedReasons: { values: "SuppressionListReason" },
  TopicArn: { min: 1 },
  EventBusArn: { min: 1 },
  DeliveryStreamArn: { min: 1 },
  IamRoleArn: { min: 1 },
  ApplicationArn: { min: 1 },
  Headers: { min: 0, max: 15 },
  // STS. The pattern of RoleArn accepts all printable text, so it is left out.
  RoleArn: { min: 20, max: 2048 },
  RoleSessionName: { min: 2, max: 64, pattern: String.raw`[\w+=,.@-]*` },
  DurationSeconds: { min: 900, max: 43_200 },
};

/** What a tag's key and value may hold. */
const TAG_PATTERN = String.raw`([\p{L}\p{Z}\p{N}_.:/=+\-@]*)`;

/** Of ACM. A list's own members are checked by the service. */
export const ACM_LIMITS: Limits = {
  CertificateArn: {
    min: 20,
    max: 2048,
    pattern: String.raw`arn:[\w+=/,.@-]+:acm:[\w+=/,.@-]*:[0-9]+:[\w+=,.@-]+(/[\w+=,.@-]+)*`,
  },
  DomainName: {
    min: 1,
    max: 253,
    pattern: String.raw`(\*\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])`,
  },
  SubjectAlternativeNames: { min: 1, max: 100 },
  IdempotencyToken: { min: 1, max: 32, pattern: String.raw`\w+` },
  ValidationMethod: { values: "ValidationMethod" },
  KeyAlgorithm: { values: "KeyAlgorithm" },
  CertificateTransparencyLoggingPreference: { values: "CertificateTransparencyLoggingPreference" },
  Export: { values: "CertificateExport" },
  Tags: { min: 1, max: 50 },
  Key: { min: 1, max: 128, pattern: TAG_PATTERN },
  Value: { min: 0, max: 256, pattern: TAG_PATTERN },
  MaxItems: { min: 1, max: 1000 },
  NextToken: { min: 1, max: 10_000 },
  SortBy: { values: "SortBy" },
  SortOrder: { values: "SortOrder" },
};

/** Of SNS, whose model says little: the service checks the rest itself. */
export const SNS_LIMITS: Limits = {
  Key: { min: 1, max: 128 },
  Value: { min: 0, max: 256 },
  ResourceArn: { min: 1, max: 1011 },
};

const IAM_ARN = { min: 20, max: 2048 };
const IAM_NAME = String.raw`[\w+=,.@-]+`;
const IAM_DOCUMENT = { min: 1, max: 131_072, pattern: String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+` };

/** Of IAM. The quota on a policy's length is far below the model's, and is checked by the service. */
export const IAM_LIMITS: Limits = {
  Path: { min: 1, max: 512, pattern: String.raw`(\u002F)|(\u002F[\u0021-\u007E]+\u002F)` },
  "CreatePolicyRequest.Path": { min: 1, max: 512, pattern: String.raw`((/[A-Za-z0-9\.,\+@=_-]+)*)/` },
  RoleName: { min: 1, max: 64, pattern: IAM_NAME },
  PolicyName: { min: 1, max: 128, pattern: IAM_NAME },
  AssumeRolePolicyDocument: IAM_DOCUMENT,
  PolicyDocument: IAM_DOCUMENT,
  Description: { max: 1000, pattern: String.raw`[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*` },
  "CreatePolicyRequest.Description": { max: 1000 },
  Marker: { min: 1, max: 320, pattern: String.raw`[\u0020-\u00FF]+` },
  MaxItems: { min: 1, max: 1000 },
  MaxSessionDuration: { min: 3600, max: 43_200 },
  PermissionsBoundary: IAM_ARN,
  PolicyArn: IAM_ARN,
  OpenIDConnectProviderArn: IAM_ARN,
  VersionId: { pattern: String.raw`v[1-9][0-9]*(\.[A-Za-z0-9-]*)?` },
  Url: { min: 1, max: 255 },
  ClientID: { min: 1, max: 255 },
  Tags: { max: 50 },
  TagKeys: { max: 50 },
  Key: { min: 1, max: 128, pattern: String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]+` },
  Value: { min: 0, max: 256, pattern: String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]*` },
};
