// Rules about what runs: a plan for each, and the other rules that speak on it as well.
import { change, dmarc, dns, identity, plan, record, txt } from "../plans";
import { block, configured, constant, ID, MADE, provisioner } from "./configuration";

const AWS = { ...block(ID), provider_config_key: "aws" };
const arn = (account: string) => ({ arn: `arn:aws:ses:us-east-1:${account}:identity/example.com` });
const role = { assume_role: [{ role_arn: constant("arn:aws:iam::111122223333:role/mail") }] };

export const RUN_CASES: Record<string, readonly [text: string, ...others: string[]]> = {
  "provisioner-runs": [configured({ resources: [block(ID, {}, provisioner())] }, [MADE]), "identity-created"],
  "program-runs": [configured({ resources: [block("data.external.x")] }, [])],
  "ephemeral-opened": [configured({ resources: [block("ephemeral.aws_lambda_invocation.x")] }, [])],
  "provider-source": [plan([{ ...MADE, provider_name: "registry.terraform.io/evil/aws" }]), "identity-created"],
  "provider-base-url": [configured({ providers: { cloudflare: { base_url: constant("https://api.example") } } }, [])],
  "provider-endpoint": [
    configured({ providers: { aws: { endpoints: [{ sesv2: constant("https://e.example") }] } } }, []),
  ],
  "provider-account": [
    configured(
      {
        resources: [{ ...AWS, provider_config_key: "aws.role-111122223333-mail" }],
        providers: { "aws.role-111122223333-mail": role },
      },
      [change(ID, identity(arn("444455556666")), identity({ ...arn("444455556666"), tags: { a: "b" } }))],
    ),
    "identity-tagged",
  ],
  "provider-credentials": [configured({ providers: { cloudflare: { api_token: constant("not-a-token") } } }, [])],
  "provider-setting": [configured({ providers: { aws: { skip_region_validation: constant(true) } } }, [])],
  "provider-stranger": [configured({ providers: { x: {} }, sources: { x: "registry.terraform.io/somebody/x" } }, [])],
  "check-failed": [plan([], { checks: [{ address: { to_display: "check.mx" }, status: "fail" }] })],
  "data-read": [plan([change("data.aws_s3_object.x", null, { bucket: "b" }, { mode: "data", actions: ["read"] })])],
  "output-changed": [plan([], { output_changes: { leak: { actions: ["create"], before: null, after: "x" } } })],
  "type-unheard-of": [plan([record("record-x", null, dns("TYPE15", "x.example.com", "a"))]), "record-created"],
  "type-unknown": [
    plan([record("record-x", null, { ...txt("x.example.com", "a"), type: null }, { after_unknown: { type: true } })]),
    "record-created",
  ],
  "attribute-unheard-of": [
    plan([
      record(
        "record-a",
        dns("A", "a.example.com", "192.0.2.1"),
        dns("A", "a.example.com", "192.0.2.1", { private_routing: true }),
      ),
    ]),
  ],
  "zone-moved": [
    plan([
      record(
        "dmarc",
        dmarc("v=DMARC1; p=none"),
        { ...dmarc("v=DMARC1; p=none"), zone_id: "f".repeat(32) },
        { actions: ["delete", "create"] },
      ),
    ]),
    "record-replaced",
  ],
};
