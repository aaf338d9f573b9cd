// CloudFront distributions given by their ids: Terraform looks their domain names up.
import { DataAwsCloudfrontDistribution } from "@cdktf/provider-aws/lib/data-aws-cloudfront-distribution";
import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import type { Domain } from "../dns/domain";
import { relativeName } from "../dns/names";
import { resourceName } from "../dns/resource-name";
import { escapeTemplates, escapeTokens } from "./escape";

/** Returns the domain name of a distribution by its id. Each is looked up once; the data source is named after its first record. */
export function distributionNames(
  scope: Construct,
  { entry, web, domain }: Pick<Domain, "entry" | "web" | "domain">,
  provider: TerraformProvider | undefined,
): (id: string) => string {
  const known = new Map<string, string>();
  return (distributionId) => {
    const found = known.get(distributionId);
    if (found !== undefined) return found;
    const first = web.find(({ distribution }) => distribution === distributionId);
    const name = resourceName(entry, `web-${relativeName(first?.name ?? domain, domain)}`);
    const id = escapeTemplates(distributionId);
    const data = new DataAwsCloudfrontDistribution(scope, escapeTokens(`distribution-${name}`), { id, provider });
    data.overrideLogicalId(escapeTokens(name));
    known.set(distributionId, data.domainName);
    return data.domainName;
  };
}
