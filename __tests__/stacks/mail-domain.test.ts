import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Sesv2ConfigurationSet } from "@cdktf/provider-aws/lib/sesv2-configuration-set";
import { DataCloudflareZone } from "@cdktf/provider-cloudflare/lib/data-cloudflare-zone";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { Aspects, type IAspect, S3Backend, TerraformOutput, TerraformStack, TerraformVariable, Testing } from "cdktf";
import type { IConstruct } from "constructs";
import { parseConfiguration, validDomains } from "../../lib/config/configuration";
import { MailDomain } from "../../lib/stacks/mail-domain";
import type { MailDomainProps } from "../../lib/stacks/mail-domain-props";
import { MailStack } from "../../lib/stacks/mail-stack";

const ZONE_ID = "0123456789abcdef0123456789abcdef";
const PROPS: MailDomainProps = { domain: "example.com", zoneId: ZONE_ID, region: "eu-west-1" };

/** A stack of the user's own, with providers of the user's own. */
function shop(app = Testing.app(), name = "shop"): TerraformStack {
  const stack = new TerraformStack(app, name);
  new AwsProvider(stack, "aws", { region: "eu-west-1" });
  new CloudflareProvider(stack, "cloudflare", {});
  return stack;
}

const synth = (stack: TerraformStack, validate = false) => JSON.parse(Testing.synth(stack, validate));

/** What CDKTF would stop at. */
const errorsOf = (stack: TerraformStack) => {
  try {
    Testing.synth(stack, true);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

const make = (props: unknown, stack = shop()) => new MailDomain(stack, "mail", props as MailDomainProps);

test("its resources are those of domains.yaml, by the same names", () => {
  const text = `zones: {example.com: ${ZONE_ID}}
domains:
  - domain: example.com
    aws: {region: eu-west-1, tags: {team: mail}}
    dkim: {keyLength: 1024}
    configurationSet: news
    mailFrom: {domain: bounce, onMxFailure: reject, spf: -all}
    dmarc: {policy: quarantine, rua: dmarc@example.com}
    web: {www: d111111abcdef8.cloudfront.net, shop: {distribution: E1EXAMPLE23, proxied: true}}
    records: {caa: {type: CAA, name: "@", data: {flags: 0, tag: issue, value: amazon.com}}}
    ttl: 300
    comment: \${team} 1e5
`;
  const domains = validDomains(parseConfiguration([{ file: "domains.yaml", text }]));
  const expected = synth(new MailStack(Testing.app(), "mail", { domains }));
  const stack = shop();
  make(
    {
      ...PROPS,
      tags: { team: "mail" },
      nextSigningKeyLength: "RSA_1024_BIT",
      configurationSetName: "news",
      mailFromDomain: "bounce",
      behaviorOnMxFailure: "REJECT_MESSAGE",
      mailFromSpf: "-all",
      dmarc: { policy: "quarantine", rua: "dmarc@example.com" },
      web: { www: "d111111abcdef8.cloudfront.net", shop: { distribution: "E1EXAMPLE23", proxied: true } },
      records: { caa: { type: "CAA", name: "@", data: { flags: 0, tag: "issue", value: "amazon.com" } } },
      ttl: 300,
      comment: "${team} 1e5",
    },
    stack,
  );
  const { resource, data } = synth(stack, true);
  expect({ resource, data }).toEqual({ resource: expected.resource, data: expected.data });
});

test("a configuration set is made once for the constructs of a stack that share it, and refused with other settings", () => {
  const stack = shop();
  const configurationSet = { name: "mail", events: { feedback: { types: ["bounce" as const], sns: true as const } } };
  const [first, second] = ["example.com", "example.org"].map(
    (domain) => new MailDomain(stack, domain, { ...PROPS, domain, configurationSet }),
  );
  expect(first?.configurationSet).toBe(second?.configurationSet);
  const { resource } = synth(stack);
  const named = "${aws_sesv2_configuration_set.mail__eu-west-1.configuration_set_name}";
  const identities = Object.values<{ configuration_set_name: string }>(resource.aws_sesv2_email_identity);
  expect(identities.map(({ configuration_set_name: name }) => name)).toEqual([named, named]);
  expect(Object.keys(resource.aws_sns_topic)).toEqual(["mail__eu-west-1__feedback"]);
  const other = { ...PROPS, domain: "example.net", configurationSet: { ...configurationSet, tls: "require" as const } };
  expect(() => new MailDomain(stack, "other", other)).toThrow(
    /^"shop\/other" makes the configuration set "mail", and ".*" makes it with other settings: give both the same settings, or one of them another name$/,
  );
  const both = { ...PROPS, domain: "example.info", configurationSet, configurationSetName: "mail" };
  expect(() => new MailDomain(stack, "both", both)).toThrow(
    /"configurationSet" and "configurationSetName" of "shop\/both" are both given/,
  );
});

test("it shows what it made, and all of it can be overridden, referred to and visited", () => {
  const stack = shop();
  const mail = make({ ...PROPS, web: { www: "d111111abcdef8.cloudfront.net" } }, stack);
  expect(Object.keys(mail.records)).toEqual(
    ["dkim-1", "dkim-2", "dkim-3", "mail-from-mx", "mail-from-spf", "dmarc"].concat("web-www"),
  );
  expect(mail.dkimRecords).toEqual([mail.records["dkim-1"], mail.records["dkim-2"], mail.records["dkim-3"]]);
  new TerraformOutput(stack, "arn", { value: mail.arn });
  new TerraformOutput(stack, "dkim", { value: mail.dkimRecords.map(({ name }) => name) });
  mail.records.dmarc?.addOverride("comment", "by hand");
  mail.mailFrom?.addOverride("lifecycle.ignore_changes", ["behavior_on_mx_failure"]);
  const tagAll: IAspect = {
    visit: (node: IConstruct) => {
      if ("tagsInput" in node && node.constructor.name.startsWith("Sesv2"))
        Object.assign(node, { tags: { ...(node.tagsInput as object), owner: "shop" } });
    },
  };
  Aspects.of(stack).add(tagAll);
  const { resource, output } = synth(stack);
  expect(output.arn.value).toBe("${aws_sesv2_email_identity.example_com.arn}");
  expect(output.dkim.value).toEqual([1, 2, 3].map((n) => `\${cloudflare_dns_record.example_com__dkim-${n}.name}`));
  expect(resource.cloudflare_dns_record.example_com__dmarc.comment).toBe("by hand");
  expect(resource.aws_sesv2_email_identity.example_com.tags).toEqual({ owner: "shop" });
  expect(resource.aws_sesv2_email_identity_mail_from_attributes.example_com.lifecycle).toEqual({
    ignore_changes: ["behavior_on_mx_failure"],
  });
});

test("zone id, configuration set and a website's target may be other resources' attributes", () => {
  const stack = shop();
  const zone = new DataCloudflareZone(stack, "zone", { filter: { name: "example.com" } });
  const set = new Sesv2ConfigurationSet(stack, "set", { configurationSetName: "news" });
  const target = new TerraformVariable(stack, "target", { type: "string" });
  const props = { zoneId: zone.zoneId, configurationSetName: set.configurationSetName };
  make({ ...PROPS, ...props, web: { www: target.stringValue, shop: { target: target.stringValue, ttl: 60 } } }, stack);
  const { resource } = synth(stack, true);
  expect(resource.aws_sesv2_email_identity.example_com.configuration_set_name).toBe(
    "${aws_sesv2_configuration_set.set.configuration_set_name}",
  );
  expect(resource.cloudflare_dns_record["example_com__web-shop"]).toMatchObject({ content: "${var.target}", ttl: 60 });
  expect(resource.cloudflare_dns_record["example_com__web-www"]).toMatchObject({ content: "${var.target}", ttl: 1 });
  for (const record of Object.values<{ zone_id: string }>(resource.cloudflare_dns_record))
    expect(record.zone_id).toBe("${data.cloudflare_zone.zone.zone_id}");
});

test("other providers of the user's own serve both sides", () => {
  const stack = shop();
  const awsProvider = new AwsProvider(stack, "mail-account", { alias: "mail", region: "eu-west-1" });
  const cloudflareProvider = new CloudflareProvider(stack, "dns-account", { alias: "dns" });
  make({ ...PROPS, awsProvider, cloudflareProvider }, stack);
  const { resource } = synth(stack);
  expect(resource.aws_sesv2_email_identity.example_com.provider).toBe("aws.mail");
  expect(resource.aws_sesv2_email_identity_mail_from_attributes.example_com.provider).toBe("aws.mail");
  for (const record of Object.values<{ provider: string }>(resource.cloudflare_dns_record))
    expect(record.provider).toBe("cloudflare.dns");
});

test("a principal that may send may use the identity and its configuration set", () => {
  const stack = shop();
  const plain = make(PROPS, stack);
  const withSet = new MailDomain(stack, "news", { ...PROPS, domain: "example.org", configurationSetName: "1e5" });
  const policy = new DataAwsIamPolicyDocument(stack, "send", {
    statement: [{ actions: ["s3:GetObject"], resources: ["*"] }],
  });
  expect(withSet.grantSend(plain.grantSend(policy))).toBe(policy);
  const arn = "aws_sesv2_email_identity.example_org.arn";
  const domain = "${aws_sesv2_email_identity.example_org.email_identity}";
  const actions = ["ses:SendEmail", "ses:SendRawEmail"];
  expect(synth(stack).data.aws_iam_policy_document.send.statement).toEqual([
    { actions: ["s3:GetObject"], resources: ["*"] },
    { actions, effect: "Allow", resources: ["${aws_sesv2_email_identity.example_com.arn}"] },
    {
      actions,
      effect: "Allow",
      resources: [`\${${arn}}`, `\${replace(${arn}, "identity/${domain}", "configuration-set/1e5")}`],
    },
  ]);
});

test("statements that are a token are not added to", () => {
  const stack = shop();
  const mail = make(PROPS, stack);
  const list = new TerraformVariable(stack, "list", { type: "any" });
  const policy = new DataAwsIamPolicyDocument(stack, "send", { statement: list.value });
  expect(() => mail.grantSend(policy)).toThrow(
    '"shop/send" has a token for its statements, and "shop/mail" cannot add to it: give it a list of statements, or let another policy document hold this one',
  );
});

describe("what rules find", () => {
  test("stops the synthesis, by the construct's path", () => {
    const stack = shop();
    make({ ...PROPS, dmarc: { raw: "v=DMARC1; p=maybe" }, ttl: 30 }, stack);
    const errors = errorsOf(stack);
    expect(errors).toContain('[shop/mail] record "dmarc" of "shop/mail": ');
    expect(errors).toMatch(/\[shop\/mail\] .*ttl.*\(ttl-range\)/);
  });

  test("is not heard where it is ignored, and warnings are annotations", () => {
    const warningsOf = (props: object) => {
      const stack = shop();
      const mail = make({ ...PROPS, ...props }, stack);
      expect(errorsOf(stack)).toBe("");
      expect(errorsOf(stack)).toBe("");
      return mail.node.metadata.filter(({ type }) => type === "@cdktf/warn").map(({ data }) => data);
    };
    const dmarc = { policy: "reject", rua: "dmarc@reports.example.net" };
    expect(warningsOf({ dmarc })).toEqual([expect.stringContaining("(dmarc-report-consent)")]);
    expect(warningsOf({ dmarc, ignore: { "dmarc-report-consent": "they publish it" } })).toEqual([]);
    // A note is none.
    expect(warningsOf({})).toEqual([]);
  });

  test("is found among all that share a zone, whichever stacks they are in, and not among others", () => {
    const app = Testing.app();
    const [first, second] = [shop(app, "first"), shop(app, "second")];
    make(PROPS, first);
    make({ ...PROPS, region: "us-east-1" }, second);
    expect(errorsOf(second)).toContain("_dmarc.example.com");
    expect(errorsOf(second)).toContain('of "first/mail"');

    const other = Testing.app();
    const [dev, prod] = [shop(other, "dev"), shop(other, "prod")];
    make(PROPS, dev);
    make({ ...PROPS, zoneId: "fedcba9876543210fedcba9876543210" }, prod);
    expect([errorsOf(dev), errorsOf(prod)]).toEqual(["", ""]);
  });

  test("counts what a MailStack of the same zone publishes, and nothing that was taken out", () => {
    const app = Testing.app();
    const text = `zones: {example.com: ${ZONE_ID}}\ndomains: [{domain: example.com, aws: {region: eu-west-1}}]`;
    new MailStack(app, "ready-made", { domains: validDomains(parseConfiguration([{ file: "domains.yaml", text }])) });
    const stack = shop(app);
    make({ ...PROPS, region: "us-east-1" }, stack);
    expect(errorsOf(stack)).toContain('of "ready-made/example.com"');
    app.node.tryRemoveChild("ready-made");
    expect(errorsOf(stack)).toBe("");
  });
});

test("a second construct of an entry in a stack is an error, until the first is taken out", () => {
  const stack = shop();
  make(PROPS, stack);
  expect(() => new MailDomain(stack, "again", PROPS)).toThrow(
    '"shop/again/identity" makes the identity of "example.com", and so does "shop/mail/identity" in this stack: take one of the two out, or give one an entry of its own',
  );
  new MailDomain(stack, "america", { ...PROPS, region: "us-east-1", entry: "america", dmarc: false });
  stack.node.tryRemoveChild("mail");
  new MailDomain(stack, "third", PROPS);
  expect(Object.keys(synth(stack).resource.aws_sesv2_email_identity).sort()).toEqual(["america", "example_com"]);
});

test("what is left to others is forgotten, what was renamed moves, beside the stack's own moves", () => {
  const stack = shop();
  const records = { verify: { type: "TXT", name: "@", content: "x", moved: "proof" } };
  make({ ...PROPS, dmarc: false, records }, stack);
  new MailDomain(stack, "other", { ...PROPS, domain: "example.org", dmarc: false });
  new Sesv2ConfigurationSet(stack, "new", { configurationSetName: "news" }).moveFromId(
    "aws_sesv2_configuration_set.old",
  );
  const { removed, moved } = synth(stack);
  expect(removed).toEqual(
    ["example_com__dmarc", "example_org__dmarc"].map((name) => ({
      from: `cloudflare_dns_record.${name}`,
      lifecycle: { destroy: false },
    })),
  );
  expect(moved).toEqual([
    { from: "cloudflare_dns_record.example_com__record-proof", to: "cloudflare_dns_record.example_com__record-verify" },
    { from: "aws_sesv2_configuration_set.old", to: "aws_sesv2_configuration_set.new" },
  ]);
});

test("what exists already is imported by CDKTF's own means, under the construct's addresses", () => {
  const stack = shop();
  const mail = make(PROPS, stack);
  mail.identity.importFrom("example.com@eu-west-1");
  mail.records.dmarc?.importFrom(`${ZONE_ID}/1`);
  expect(synth(stack).import).toEqual([
    { id: "example.com@eu-west-1", to: "aws_sesv2_email_identity.example_com" },
    { id: `${ZONE_ID}/1`, to: "cloudflare_dns_record.example_com__dmarc" },
  ]);
});

test("a backend of CDKTF works with a MailStack and a MailDomain", () => {
  const text = "domains: [{domain: example.com, aws: {region: eu-west-1}}]";
  const domains = validDomains(parseConfiguration([{ file: "domains.yaml", text }]));
  for (const stack of [new MailStack(Testing.app(), "mail", { domains }), shop()]) {
    new S3Backend(stack, { bucket: "states", key: "mail", region: "eu-west-1" });
    expect(synth(stack).terraform.backend).toEqual({ s3: { bucket: "states", key: "mail", region: "eu-west-1" } });
  }
});

describe("the error for a wrong type names the construct and the property", () => {
  const stack = shop();
  const token = new TerraformVariable(stack, "name", { type: "string" });
  const circle: Record<string, unknown> = {};
  circle.again = circle;
  test.each<[string, unknown, string]>([
    ["no properties", undefined, '"shop/mail" has no properties: give it at least domain, zoneId and region'],
    ["what is missing", {}, '"domain" of "shop/mail" is missing: add it'],
    ["a missing zone id", { ...PROPS, zoneId: undefined }, '"zoneId" of "shop/mail" is missing: add it'],
    ["an empty zone id", { ...PROPS, zoneId: "" }, '"zoneId" of "shop/mail" is ""'],
    ["a number", { ...PROPS, domain: 5 }, '"domain" of "shop/mail" is 5: expected a text'],
    ["a spelling", { ...PROPS, zoneID: ZONE_ID }, 'unknown key "zoneID" in "shop/mail": did you mean "zoneId"?'],
    ["a word", { ...PROPS, behaviorOnMxFailure: "REJECT" }, '"behaviorOnMxFailure" of "shop/mail" is "REJECT"'],
    [
      "an inner word",
      { ...PROPS, dmarc: { policy: "rject" } },
      '"dmarc.policy" of "shop/mail" is "rject": did you mean',
    ],
    ["a number that is none", { ...PROPS, ttl: Number.NaN }, '"ttl" of "shop/mail" is NaN: expected a number'],
    [
      "a function",
      { ...PROPS, comment: () => "x" },
      '"comment" of "shop/mail" is a function: expected a value as JSON',
    ],
    ["a date", { ...PROPS, comment: new Date(0) }, '"comment" of "shop/mail" is an object of class Date'],
    ["a circle", { ...PROPS, tags: circle }, "is nested without end"],
    [
      "a domain token",
      { ...PROPS, domain: token.stringValue },
      '"domain" of "shop/mail" is a token, whose value is known only',
    ],
    ["a token in a text", { ...PROPS, comment: `by ${token.stringValue}` }, '"comment" of "shop/mail" is a token'],
    ["a token in a key", { ...PROPS, tags: { [token.stringValue]: "x" } }, "is a token, whose value is known only"],
    ["a list token", { ...PROPS, dmarc: { rua: token.listValue } }, '"dmarc.rua" of "shop/mail" is a token'],
    ["a number token", { ...PROPS, ttl: token.numberValue }, '"ttl" of "shop/mail" is a token'],
    ["a map token", { ...PROPS, tags: token.value }, '"tags" of "shop/mail" is a token'],
    [
      "a record's token",
      { ...PROPS, records: { acm: { type: "CNAME", name: "_a", content: token.stringValue } } },
      '"records.acm.content" of "shop/mail" is a token, whose value is known only after synthesis: make a DnsRecord of your own',
    ],
    [
      "no provider",
      { ...PROPS, awsProvider: "aws" },
      '"awsProvider" of "shop/mail" is no provider: expected an AwsProvider',
    ],
    [
      "the other cloud's provider",
      { ...PROPS, awsProvider: new CloudflareProvider(stack, "other", { alias: "other" }) },
      '"awsProvider" of "shop/mail" is a provider of cloudflare: expected an AwsProvider',
    ],
    [
      "settings of domains.yaml",
      { ...PROPS, aws: { region: "eu-west-1" } },
      'unknown key "aws" in "shop/mail": write region and tags, beside "domain"',
    ],
    ["its MAIL FROM", { ...PROPS, mailFrom: "bounce" }, 'unknown key "mailFrom" in "shop/mail": write mailFromDomain'],
    ["a secret", { ...PROPS, apiToken: "x" }, '"apiToken" looks like a secret'],
    ["a zone elsewhere", { ...PROPS, zoneName: "example.org" }, '"example.com" is not in it'],
    [
      "a CNAME where the zone may begin or not",
      { ...PROPS, domain: "news.example.com", web: { "@": "d111111abcdef8.cloudfront.net" } },
      '"zoneName" of "shop/mail" is missing: a CNAME at "news.example.com"',
    ],
    [
      "a MAIL FROM that is off",
      { ...PROPS, mailFromDomain: false, mailFromSpf: "-all" },
      '"mailFromSpf" of "shop/mail" needs a MAIL FROM domain, and mailFromDomain is false: leave one of them out',
    ],
    ["a name that cannot be", { ...PROPS, mailFromDomain: "ma il" }, '"shop/mail": mailFrom "ma il" of "example.com"'],
  ])("%s", (_, props, message) => {
    expect(() => make(props)).toThrow(message);
    expect(() => make(props)).toThrow(expect.objectContaining({ name: "ConfigurationError" }));
  });

  test("all of it at once, in one error", () => {
    expect(() => make({ domain: "example.com", region: 1, ttl: "x" })).toThrow(
      /"zoneId" of "shop\/mail".*\n.*"region" of "shop\/mail".*\n.*"ttl" of "shop\/mail"/,
    );
  });
});
