// Where a provider comes from.
import { configured, TAGGED } from "../cases/configuration";
import { change, judged, plan } from "../plans";

const read = (address: string) => change(address, null, {}, { mode: "data", actions: ["read"] });

const AWS = "registry.terraform.io/hashicorp/aws";
const from = (source: string | undefined) => plan([{ ...TAGGED, provider_name: source }]);

test.each<[string, string, string]>([
  ["HashiCorp's", from(AWS), "safe"],
  ["OpenTofu's registry", from("registry.opentofu.org/hashicorp/aws"), "safe"],
  ["a fork", from("registry.terraform.io/somebody/aws"), "danger provider-source"],
  ["another provider under its types", from("registry.terraform.io/hashicorp/null"), "danger provider-source"],
  ["letters that look alike", from("registry.terraform.io/hashic\u043erp/aws"), "danger provider-source"],
  ["another registry", from("registry.example/hashicorp/aws"), "danger provider-source"],
  ["a longer host", from("registry.terraform.io.example/hashicorp/aws"), "danger provider-source"],
  ["the old namespace", from("registry.terraform.io/-/aws"), "danger provider-source"],
  ["nowhere", from(undefined), "danger provider-source"],
  [
    "a fork that reads data only",
    plan([TAGGED, { ...read("data.aws_x.y"), provider_name: "registry.terraform.io/somebody/aws" }]),
    "danger data-read provider-source",
  ],
  [
    "a fork that has a block only",
    configured({ providers: { aws: {} }, sources: { aws: "registry.terraform.io/somebody/aws" } }),
    "danger provider-source",
  ],
  [
    "a fork by another local name",
    configured({ providers: { mail: {} }, sources: { mail: "registry.terraform.io/somebody/cloudflare" } }),
    "danger provider-source",
  ],
  [
    "Terraform itself",
    configured({ providers: { terraform: {} }, sources: { terraform: "terraform.io/builtin/terraform" } }),
    "safe",
  ],
  ["HashiCorp's others", configured({ providers: { random: {} } }), "safe"],
  [
    "somebody",
    configured({ providers: { x: {} }, sources: { x: "registry.terraform.io/somebody/x" } }),
    "caution provider-stranger",
  ],
  [
    "HashiCorp by name at somebody's",
    configured({ providers: { x: {} }, sources: { x: "registry.example/hashicorp/x" } }),
    "caution provider-stranger",
  ],
])("a provider from %s", (_name, text, expected) => {
  expect(judged(text)).toBe(expected);
});
