// The construct of a certificate: what it asks of ACM, how its records are looked up, and what waits for it.
import { TerraformStack, Testing } from "cdktf";
import type { CertificateIssuer, Domain, ExtraRecord } from "../../lib/dns/domain";
import { WebCertificate } from "../../lib/stacks/certificate";
import { MailStack } from "../../lib/stacks/mail-stack";
import { ARTICLE } from "../helpers/domains";

const certified = (names: readonly string[], more: Partial<Domain> = {}): Domain => ({
  ...ARTICLE,
  certificate: { names, wait: false },
  ...more,
});
const inStack = (...domains: readonly Domain[]) =>
  JSON.parse(Testing.synth(new MailStack(Testing.app(), "mail", { domains })));

test("it asks ACM in us-east-1 for all names, with the tags and no text that Terraform would read", () => {
  const stack = new TerraformStack(Testing.app(), "web");
  new WebCertificate(stack, "one", { domain: certified(["www.example.com"]) });
  new WebCertificate(stack, "two", {
    domain: certified(["example.com", "*.example.com"], { entry: "two", tags: { team: "${x}" } }),
  });
  const { aws_acm_certificate: made, ...others } = JSON.parse(Testing.synth(stack)).resource;
  expect(others).toEqual({});
  const plain = { region: "us-east-1", validation_method: "DNS", lifecycle: { create_before_destroy: true } };
  expect(made.example_com).toMatchObject({ ...plain, domain_name: "www.example.com" });
  for (const left of ["subject_alternative_names", "tags"]) expect(made.example_com).not.toHaveProperty(left);
  expect(made.two).toMatchObject({
    ...plain,
    domain_name: "example.com",
    subject_alternative_names: ["*.example.com"],
    tags: { team: "$${x}" },
  });
});

test("its records are looked up by the name, or by the wildcard where that alone is asked for", () => {
  const { validation } = new WebCertificate(new TerraformStack(Testing.app(), "web"), "one", {
    domain: certified(["www.example.com", "*.example.com"]),
  });
  for (const [of, by] of [
    ["www.example.com", "www.example.com"],
    ["example.com", "*.example.com"],
  ] as const) {
    const found = (attribute: string) =>
      `\${trimsuffix(one([for option in aws_acm_certificate.example_com.domain_validation_options : option.${attribute} if option.domain_name == "${by}"]), ".")}`;
    expect(validation(of)).toEqual({ name: found("resource_record_name"), target: found("resource_record_value") });
  }
});

test("the waiting resource exists only if it is asked for, has each record once, and gives the ARN", () => {
  const names = ["example.com", "www.example.com", "*.example.com"];
  const one = inStack(certified(names));
  expect(one.resource).not.toHaveProperty("aws_acm_certificate_validation");
  const { resource, output } = inStack({ ...certified(names), certificate: { names, wait: true } });
  expect(resource.aws_acm_certificate_validation.example_com).toMatchObject({
    region: "us-east-1",
    certificate_arn: "${aws_acm_certificate.example_com.arn}",
    validation_record_fqdns: [
      "${cloudflare_dns_record.example_com__certificate-X40.name}",
      "${cloudflare_dns_record.example_com__certificate-www.name}",
    ],
  });
  expect([one, { output }].map((stack) => stack.output.certificates.value["example.com"])).toEqual([
    "${aws_acm_certificate.example_com.arn}",
    "${aws_acm_certificate_validation.example_com.certificate_arn}",
  ]);
});

test("ACM sees the name only after the CAA record for Amazon is there, whose parts are no templates", () => {
  const records: readonly ExtraRecord[] = [
    {
      key: "a",
      type: "CAA",
      name: "example.com",
      data: { flags: 0, tag: "issue", value: "ca.example.net" },
      proxied: false,
      ttl: 1,
    },
  ];
  const certificateIssuers: readonly CertificateIssuer[] = [{ name: "example.com", tag: "issue", ttl: 1 }];
  const { resource, output } = inStack(certified(["www.example.com"], { records, certificateIssuers }));
  const dns = resource.cloudflare_dns_record;
  const data = { flags: 0, tag: "issue", value: "amazon.com" };
  expect(dns["example_com__certificate-X40X3Aissue"]).toMatchObject({ type: "CAA", name: "example.com", data, ttl: 1 });
  expect(dns["example_com__certificate-X40X3Aissue"]).not.toHaveProperty("depends_on");
  expect(dns["example_com__certificate-www"].depends_on).toEqual([
    "cloudflare_dns_record.example_com__certificate-X40X3Aissue",
  ]);
  expect(JSON.stringify(output.records)).toContain("certificate-@:issue");
});

test("it waits for a CAA record for Amazon of another entry, and for one written beside others, and for no other", () => {
  const caa = (key: string, name: string, value: string): ExtraRecord => {
    return { key, type: "CAA", name, data: { flags: 0, tag: "issue", value }, proxied: false, ttl: 1 };
  };
  const site: Domain = {
    ...certified(["www.example.com"]),
    records: [caa("own", "www.example.com", "amazon.com"), caa("other", "www.example.com", "ca.example.net")],
  };
  const zone: Domain = {
    ...ARTICLE,
    entry: "zone",
    web: [],
    records: [
      caa("alone", "example.org", "amazon.com"),
      caa("amazon", "example.com", "amazon.com; "),
      caa("other", "example.com", "ca.example.net"),
      caa("below", "shop.example.com", "amazon.com"),
      caa("beside", "shop.example.com", "ca.example.net"),
    ],
  };
  const dns = inStack(site, zone).resource.cloudflare_dns_record;
  expect(dns["example_com__certificate-www"].depends_on).toEqual([
    "cloudflare_dns_record.example_com__record-own",
    "cloudflare_dns_record.zone__record-amazon",
  ]);
});

test("it gives up after the time that the domain says, else after the provider's own", () => {
  const waiterOf = (more: object) => {
    const domain = {
      ...certified(["www.example.com"]),
      certificate: { names: ["www.example.com"], wait: true, ...more },
    };
    return inStack(domain).resource.aws_acm_certificate_validation.example_com;
  };
  expect(waiterOf({ timeout: "2h" }).timeouts).toEqual({ create: "2h" });
  expect(waiterOf({})).not.toHaveProperty("timeouts");
});
