// aws_caller_identity, aws_partition, aws_region and cloudflare_zones.
import { completeValue } from "../../src/protocol/schema";
import type { ObjectValue } from "../../src/protocol/value";
import { awsCallerIdentityData, awsPartitionData, awsRegionData } from "../../src/resources/aws/identity-data";
import { cloudflareZonesData } from "../../src/resources/cloudflare/zones-data";
import { type DataSourceType, Refusal } from "../../src/resources/resource-type";
import { addZone } from "../../src/services/cloudflare/zones";
import type { World } from "../../src/world/world";
import { withFreshWorld } from "../fresh-world";

let world: World;
withFreshWorld((fresh) => {
  world = fresh;
});

const read = (type: DataSourceType, config: ObjectValue = {}, provider: ObjectValue = {}) =>
  type.read({ world, provider }, completeValue(type.schema.block, config));
const role = (arn: string) => ({ assume_role: [{ role_arn: arn }] });

test("the caller is the account of the provider: its user, or the role that it assumes", () => {
  expect(read(awsCallerIdentityData)).toEqual({
    id: "000000000000",
    account_id: "000000000000",
    arn: "arn:aws:iam::000000000000:user/sandbox",
    user_id: "AIDASANDBOX",
  });
  const provider = { region: "cn-north-1", ...role("arn:aws-cn:iam::111122223333:role/team/mail") };
  expect(read(awsCallerIdentityData, {}, provider)).toEqual({
    id: "111122223333",
    account_id: "111122223333",
    arn: "arn:aws-cn:sts::111122223333:assumed-role/mail/emulator",
    user_id: "AROASANDBOX:emulator",
  });
  expect(world.calls.keys()).toContain("sts:GetCallerIdentity");
});

test.each([
  ["eu-west-1", "aws", "amazonaws.com", "com.amazonaws"],
  ["cn-north-1", "aws-cn", "amazonaws.com.cn", "cn.com.amazonaws"],
  ["us-gov-west-1", "aws-us-gov", "amazonaws.com", "com.amazonaws"],
])("the partition of %s", (region, partition, dns_suffix, reverse_dns_prefix) => {
  expect(read(awsPartitionData, {}, { region })).toEqual({ id: partition, partition, dns_suffix, reverse_dns_prefix });
});

describe("a region", () => {
  const ireland = {
    id: "eu-west-1",
    region: "eu-west-1",
    name: "eu-west-1",
    description: "Europe (Ireland)",
    endpoint: "ec2.eu-west-1.amazonaws.com",
  };

  test("is the provider's, or that of its name or endpoint", () => {
    expect(read(awsRegionData, {}, { region: "eu-west-1" })).toEqual(ireland);
    const ways: ObjectValue[] = [{ region: "eu-west-1" }, { name: "eu-west-1" }, { endpoint: ireland.endpoint }];
    for (const config of ways) expect(read(awsRegionData, config)).toEqual(ireland);
    expect(read(awsRegionData, { region: "cn-north-1" }).endpoint).toBe("ec2.cn-north-1.amazonaws.com.cn");
  });

  test.each<[ObjectValue, string]>([
    [{ region: "eu-nowhere-1" }, 'region not found for name "eu-nowhere-1"'],
    [{ endpoint: "ec2.example.com" }, 'region not found for endpoint "ec2.example.com"'],
    [{ region: "us-east-1", endpoint: ireland.endpoint }, "use additional constraints"],
  ])("%j is refused", (config, reason) => {
    let detail: string | undefined;
    try {
      read(awsRegionData, config);
    } catch (caught) {
      detail = caught instanceof Refusal ? caught.diagnostic.detail : String(caught);
    }
    expect(detail).toContain(reason);
  });
});

describe("all zones", () => {
  const names = (config: ObjectValue = {}) =>
    (read(cloudflareZonesData, config).result as { name: string }[]).map(({ name }) => name);

  test("are listed by name, status and account, in an order and up to a number", () => {
    for (const name of ["b.example", "a.example", "c.test"]) addZone(world, name);
    expect(names()).toEqual(["b.example", "a.example", "c.test"]);
    expect(names({ name: "a.example" })).toEqual(["a.example"]);
    expect(names({ name: "ends_with:.example", order: "name" })).toEqual(["a.example", "b.example"]);
    expect(names({ order: "name", direction: "desc", max_items: 2 })).toEqual(["c.test", "b.example"]);
    expect(names({ status: "pending" })).toEqual([]);
    expect(names({ account: { id: null, name: "sandbox" } })).toHaveLength(3);
    expect(names({ account: { id: null, name: "another" } })).toEqual([]);
  });

  test("refuses words that the provider does not take", () => {
    const config = completeValue(cloudflareZonesData.schema.block, { direction: "up", status: "gone", order: "name" });
    expect(cloudflareZonesData.validate!(config).map(({ detail }) => detail)).toEqual([
      'Attribute direction value must be one of: ["asc" "desc"], got: "up"',
      'Attribute status value must be one of: ["initializing" "pending" "active" "moved"], got: "gone"',
    ]);
  });
});
