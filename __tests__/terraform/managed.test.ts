import { TerraformError } from "../../lib/terraform/errors";
import { parseManaged } from "../../lib/terraform/managed";

const resource = (type: string, name: string, attributes: object | null, mode = "managed") => ({
  mode,
  type,
  name,
  provider: 'provider["registry.terraform.io/hashicorp/aws"]',
  instances: [{ schema_version: 0, attributes }],
});

test("resources are read with the ids that name them in the world, data sources and half-made ones left out", () => {
  const resources = [
    resource("cloudflare_dns_record", "example_com__dmarc", {
      id: "2".repeat(32),
      zone_id: "1".repeat(32),
      content: "x",
    }),
    resource("aws_sesv2_email_identity", "example_com", { id: "example.com", region: "us-east-1", tags: {} }),
    resource("cloudflare_zone", "example_com", { id: "1".repeat(32) }, "data"),
    resource("terraform_data", "broken", null),
  ];
  expect(parseManaged(JSON.stringify({ version: 4, serial: 1, lineage: "x", resources }), "mailzone")).toEqual([
    { type: "cloudflare_dns_record", name: "example_com__dmarc", id: "2".repeat(32), zoneId: "1".repeat(32) },
    { type: "aws_sesv2_email_identity", name: "example_com", id: "example.com", region: "us-east-1" },
  ]);
});

test("a stack without a state yet has nothing, and other output is an error", () => {
  expect(parseManaged("\n", "mailzone")).toEqual([]);
  expect(() => parseManaged("<html>", "mailzone")).toThrow(
    new TerraformError('the state of stack "mailzone" is not what terraform state pull prints'),
  );
});
