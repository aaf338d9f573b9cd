// Where SES publishes the DKIM keys of a region. AWS returns it as `SigningHostedZone`, but the pinned provider does not expose
// that (hashicorp/terraform-provider-aws#48568), so this table is needed until it does.

/** Regions with a DKIM zone of their own, from the endpoints page of the AWS General Reference for SES. */
const OWN_ZONE: ReadonlySet<string> = new Set([
  "af-south-1",
  "ap-northeast-3",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-5",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "il-central-1",
  "me-central-1",
  "us-gov-east-1",
]);

/** The regions that have SES, from the same page. AWS adds regions, so an unknown one is only a warning. */
export const SES_REGIONS: readonly string[] = [
  "af-south-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-south-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-5",
  "ca-central-1",
  "ca-west-1",
  "eu-central-1",
  "eu-central-2",
  "eu-north-1",
  "eu-south-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "us-gov-east-1",
  "us-gov-west-1",
];

/** The partition of a region, as in ARNs. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** The zone with the DKIM keys of `region`, such as `dkim.amazonses.com`. @param override `SigningHostedZone`, if known */
export function dkimHost(region: string, override?: string): string {
  if (override !== undefined) return override;
  return OWN_ZONE.has(region) ? `dkim.${region}.amazonses.com` : "dkim.amazonses.com";
}
