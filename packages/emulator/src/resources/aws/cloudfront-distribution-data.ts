// The data source aws_cloudfront_distribution of provider 6.25.0:
// https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/cloudfront/distribution_data_source.go
import { error } from "../../protocol/diagnostic";
import { overlaySchema } from "../../protocol/schema";
import derived from "../../schemas/aws-cloudfront-distribution-data.json";
import { DISTRIBUTION, distributionArn, getDistribution } from "../../services/aws/cloudfront";
import { partitionOf } from "../../services/aws/partition";
import type { DataSourceType } from "../resource-type";
import { accountOf } from "./account";
import { regionOf, textOf } from "./region";

/** https://docs.aws.amazon.com/general/latest/gr/cf_region.html */
const HOSTED_ZONE = "Z2FDTNDATAQYW2";
const HOSTED_ZONE_CHINA = "Z3RFFRIM2A3IF5";

export const awsCloudfrontDistributionData: DataSourceType = {
  name: "aws_cloudfront_distribution",
  schema: overlaySchema(derived),

  subject: ({ id }) => textOf(id),

  // The answer is always the same; otherwise plans would show changes.
  read(context, config) {
    const { id, domainName } = getDistribution(context.world, textOf(config.id));
    const region = regionOf(context, {});
    const { etag, enabled, status, webAclId } = DISTRIBUTION;
    return {
      id,
      arn: distributionArn(region, accountOf(context), id),
      domain_name: domainName,
      aliases: [],
      anycast_ip_list_id: "",
      enabled,
      etag,
      hosted_zone_id: partitionOf(region) === "aws-cn" ? HOSTED_ZONE_CHINA : HOSTED_ZONE,
      in_progress_validation_batches: 0,
      last_modified_time: "2026-01-01 00:00:00 +0000 UTC",
      status,
      tags: config.tags ?? {},
      web_acl_id: webAclId,
    };
  },

  diagnose(_operation, { id }, { status, code, message }) {
    const answer = `operation error CloudFront: GetDistribution, https response error StatusCode: ${status}, ${code}: ${message}`;
    const why = code === "NoSuchDistribution" ? "couldn't find resource" : answer;
    return error(`reading CloudFront Distribution (${textOf(id)}): ${why}`);
  },
};
