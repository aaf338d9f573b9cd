// The data sources of provider 6.25.0 that say who and where the provider is: aws_caller_identity, aws_partition and aws_region.
// https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service/meta
import { error } from "../../protocol/diagnostic";
import { overlaySchema } from "../../protocol/schema";
import callerSchema from "../../schemas/aws-caller-identity-data.json";
import partitionSchema from "../../schemas/aws-partition-data.json";
import regionSchema from "../../schemas/aws-region-data.json";
import { partitionOf } from "../../services/aws/partition";
import { callerIdentity } from "../../services/aws/sts";
import { type DataSourceType, Refusal } from "../resource-type";
import { accountOf, assumedRole } from "./account";
import { regionOf, textOf } from "./region";
import { REGION_NAMES } from "./region-names";

export const awsCallerIdentityData: DataSourceType = {
  name: "aws_caller_identity",
  schema: overlaySchema(callerSchema),
  subject: () => "",
  read(context) {
    const { account, arn, userId } = callerIdentity(context.world, {
      account: accountOf(context),
      partition: partitionOf(regionOf(context, {})),
      role: assumedRole(context),
    });
    return { id: account, account_id: account, arn, user_id: userId };
  },
  diagnose: (_operation, _value, { status, code, message }) =>
    error(
      "reading STS Caller Identity",
      `operation error STS: GetCallerIdentity, https response error StatusCode: ${status}, ${code}: ${message}`,
    ),
};

/** The suffix of a partition's host names, and the prefix of its service names. */
const DNS: Readonly<Record<string, readonly [suffix: string, prefix: string]>> = {
  aws: ["amazonaws.com", "com.amazonaws"],
  "aws-cn": ["amazonaws.com.cn", "cn.com.amazonaws"],
  "aws-us-gov": ["amazonaws.com", "com.amazonaws"],
};

export const awsPartitionData: DataSourceType = {
  name: "aws_partition",
  schema: overlaySchema(partitionSchema),
  subject: () => "",
  read(context) {
    const partition = partitionOf(regionOf(context, {}));
    const [dns_suffix = "", reverse_dns_prefix = ""] = DNS[partition] ?? [];
    return { id: partition, partition, dns_suffix, reverse_dns_prefix };
  },
  diagnose: (_operation, _value, { message }) => error(message),
};

/** `name` is the older word for `region`. */
export const awsRegionData: DataSourceType = {
  name: "aws_region",
  schema: overlaySchema(regionSchema),
  subject: ({ region, name }) => textOf(region) || textOf(name),
  read(context, config) {
    const { endpoint } = config;
    const named = textOf(config.region) || textOf(config.name);
    const byEndpoint = Object.keys(REGION_NAMES).find((region) => endpointOf(region) === endpoint);
    if (textOf(endpoint) !== "" && byEndpoint === undefined)
      throw new Refusal(error("finding Region by endpoint", `region not found for endpoint "${textOf(endpoint)}"`));
    if (named !== "" && byEndpoint !== undefined && named !== byEndpoint) {
      const fix = "use additional constraints to reduce matches to a single Region";
      throw new Refusal(error("multiple Regions matched", fix));
    }
    const region = (byEndpoint ?? named) || regionOf(context, {});
    const description = REGION_NAMES[region];
    if (description === undefined)
      throw new Refusal(error("finding Region by name", `region not found for name "${region}"`));
    return { id: region, region, name: region, description, endpoint: endpointOf(region) };
  },
  diagnose: (_operation, _value, { message }) => error(message),
};

function endpointOf(region: string): string {
  return `ec2.${region}.${DNS[partitionOf(region)]?.[0]}`;
}
