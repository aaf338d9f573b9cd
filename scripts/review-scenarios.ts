// The scenarios of the review's goldens: from what is applied to what is planned. `tweak` changes the synthesised stack
// before the real terraform plans it, for what domains.yaml refuses or cannot say; `patch` changes the plan itself, for what
// the emulator's providers do not have.
import { ARTICLE_YAML, domainsYaml } from "../__tests__/helpers/project";
import { addForeign, addProgram, addRuns } from "./review-patches";
import type { Project } from "./review-project";

// biome-ignore lint/suspicious/noExplicitAny: the shape is Terraform's
export type Json = Record<string, any>;

export interface Scenario {
  readonly name: string;
  /** domains.yaml that is applied first; null for none. @default - the article's */
  readonly from?: string | null;
  /** domains.yaml that is planned. @default - as `from` */
  readonly to?: string;
  /** The stack as it is applied first. */
  readonly start?: (stack: Json) => void;
  /** Done between apply and plan. */
  readonly meanwhile?: (project: Project) => Promise<unknown>;
  readonly tweak?: (stack: Json, project: Project) => void;
  /** Arguments of terraform plan. */
  readonly args?: readonly string[];
  readonly patch?: (plan: Json) => void;
  /** What `mailzone reports --json` wrote. @default - no evidence */
  readonly evidence?: string;
}

/** The article's domain with more settings. */
const entry = (settings = "", domain = "example.com") =>
  `{domain: ${domain}, aws: {region: us-east-1}, web: {www: d111111abcdef8.cloudfront.net}${settings === "" ? "" : `, ${settings}`}}`;
const ROLE = "arn:aws:iam::111122223333:role/shop";
const yaml = (settings = "") => domainsYaml(entry(settings));
const two = domainsYaml(
  entry(),
  "{domain: example.org, aws: {region: eu-west-1}, dmarc: {policy: reject, rua: dmarc@example.org}}",
);
const spf = (settings: string) => yaml(`spf: {${settings}}`);
const dmarc = (settings: string) => yaml(`dmarc: {${settings}}`);
const records = (list: string) => yaml(`records: {${list}}`);
const inbound = (host: string, more = "") =>
  records(`inbound: {type: MX, name: "@", content: ${host}, priority: 10}${more}`);
const A = ", host: {type: A, name: mx, content: 192.0.2.1}";
const texts = (count: number, text: string) =>
  records(Array.from({ length: count }, (_, n) => `n${n}: {type: TXT, name: n${n}, content: ${text}}`).join(", "));
const HOSTILE = "a|b `c` @octocat #1 <img src=x> </details> \u202e**x** [y](http://z.example) \\\\| &amp;";

/** The article's domain with a configuration set of its own. */
const sets = (settings: string) => yaml(`configurationSet: {name: mail, ${settings}}`);
const FEEDBACK = "events: {feedback: {types: [bounce, complaint], sns: {subscribers: [ops@example.com]}}}";

/** The article's domain as a website without mail. */
const NO_MAIL = domainsYaml("{domain: example.com, mail: none, web: {www: d111111abcdef8.cloudfront.net}}");

/** Domains of which one takes the DMARC reports of the other, and with the policies that other mail servers read. */
const reported = (consent: string, settings: string) =>
  domainsYaml(
    entry(`${consent}dmarc: {policy: reject, rua: dmarc@example.com}${settings}`),
    "{domain: example.org, aws: {region: eu-west-1}, dmarc: {policy: reject, rua: dmarc@example.com}, ignore: {dmarc-report-consent: tried here}}",
  );
const REPORTED = reported("", "");
const POLICIES = reported(
  "reportConsent: true, ",
  ", tlsRpt: [tls@example.com, tls@reports.example.com], mtaSts: {mode: enforce, mx: [mx1.example.net, mx2.example.net]}, bimi: https://www.example.com/logo.svg",
);

const CAA = 'records: {ca: {type: CAA, name: "@", data: {flags: 0, tag: issue, value: ca.example.net}}}';

const dns = (stack: Json, id: string): Json => stack.resource.cloudflare_dns_record[`example_com__${id}`];
const remove = (stack: Json, id: string) => void delete stack.resource.cloudflare_dns_record[`example_com__${id}`];
const txt = (name: string, text: string) => ({
  zone_id: "0123456789abcdef0123456789abcdef",
  type: "TXT",
  name,
  content: `"${text}"`,
  ttl: 1,
  proxied: false,
});
const add = (stack: Json, records: Json) => set(stack.resource.cloudflare_dns_record, records);
const data = (stack: Json, input: string) => set(stack.resource, { terraform_data: { note: { input } } });

export const SCENARIOS: readonly Scenario[] = [
  { name: "first-plan", from: null, to: ARTICLE_YAML },
  { name: "no-changes" },
  { name: "plan-failed", to: ARTICLE_YAML.replace("us-east-1", "eu-west-1") },
  {
    name: "plan-incomplete",
    to: dmarc("policy: quarantine"),
    tweak: () => {},
    args: ["-target=cloudflare_dns_record.example_com__dmarc"],
  },
  {
    name: "action-unknown",
    to: dmarc("policy: quarantine"),
    patch: ({ resource_changes }) => set(resource_changes[0].change, { actions: ["melt"] }),
  },
  { name: "identity-deleted", from: two, to: ARTICLE_YAML },
  { name: "identity-replaced", to: yaml("protect: false").replace("us-east-1", "eu-west-1") },
  { name: "identity-released", to: yaml("state: released") },
  {
    name: "identity-drifted",
    meanwhile: (project) => project.run("emulator", "edit", "delete", "identity", "example.com"),
  },
  { name: "identity-renamed", to: yaml("name: shop") },
  { name: "identity-retagged", to: ARTICLE_YAML.replace("us-east-1", "us-east-1, tags: {team: mail}") },
  { name: "dkim-key-changed", from: yaml("dkim: {keyLength: 1024}"), to: yaml("dkim: {keyLength: 2048}") },
  { name: "events-first", to: sets(FEEDBACK) },
  { name: "events-stopped", from: sets(FEEDBACK), to: sets("events: {bus: {types: [bounce], eventBridge: true}}") },
  {
    name: "set-destroyed",
    from: sets(FEEDBACK),
    to: yaml("configurationSet: {name: other, sending: false, tls: require}"),
  },
  { name: "set-sending-off", from: sets(FEEDBACK), to: sets(`${FEEDBACK}, sending: false`) },
  {
    name: "set-released",
    from: sets(FEEDBACK),
    to: yaml(`state: released, configurationSet: {name: mail, ${FEEDBACK}}`),
  },
  {
    name: "topic-policy-open",
    from: sets(FEEDBACK),
    tweak: (stack) =>
      set(stack.resource.aws_sns_topic_policy["mail__us-east-1__feedback"], {
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: "*", Action: "sns:Publish", Resource: "*" }],
        }),
      }),
  },
  { name: "identity-elsewhere", to: yaml("identity: existing") },
  { name: "senders-first", to: yaml(`senders: {shop: "${ROLE}"}`) },
  {
    name: "senders-changed",
    from: yaml(`senders: {shop: "${ROLE}", jobs: "${ROLE}"}`),
    to: yaml(`senders: {shop: {role: "${ROLE}", from: a@example.com}}`),
  },
  {
    name: "senders-broadened",
    from: yaml(`senders: {shop: {role: "${ROLE}", from: a@example.com}}`),
    to: yaml(`senders: {shop: "${ROLE}"}`),
  },
  {
    name: "senders-rewritten",
    from: yaml(`senders: {shop: "${ROLE}"}`),
    tweak: ({ resource: { aws_iam_role_policy: policies } }) => {
      const policy = policies["example_com__sender-shop"];
      set(policy, { policy: policy.policy.replace('"Send"', '"SendMail"') });
    },
  },
  {
    name: "senders-forgotten",
    from: yaml(`senders: {shop: "${ROLE}"}`),
    to: yaml(`senders: {shop: "${ROLE}"}, state: released`),
  },
  { name: "test-addresses", from: yaml("testAddresses: old@example.org"), to: yaml("testAddresses: you@example.net") },
  { name: "dkim-removed", tweak: (stack) => remove(stack, "dkim-1") },
  { name: "dkim-changed", tweak: (stack) => set(dns(stack, "dkim-2"), { content: "other.dkim.amazonses.com" }) },
  { name: "dkim-proxied", tweak: (stack) => set(dns(stack, "dkim-3"), { proxied: true }) },
  {
    name: "dkim-unfit",
    tweak: (stack) =>
      add(stack, {
        revoked: txt("s1._domainkey.example.com", "v=DKIM1; p="),
        unfit: { ...txt("s2._domainkey.example.com", ""), type: "MX", content: "mx.example.net", priority: 10 },
        foreign: { ...txt("s3._domainkey.example.com", ""), type: "CNAME", content: "key.example.net" },
      }),
  },
  { name: "mail-from-moved", to: yaml("mailFrom: bounce") },
  { name: "mail-from-off", to: yaml("mailFrom: false") },
  { name: "mail-from-rejects", to: yaml("mailFrom: {onMxFailure: reject}") },
  { name: "mail-from-mx-wrong", tweak: (stack) => set(dns(stack, "mail-from-mx"), { content: "mx.example.net" }) },
  {
    name: "mail-from-mx-renamed",
    from: domainsYaml(entry(), entry("", "news.example.com")),
    tweak: (stack) => set(dns(stack, "mail-from-mx"), { name: "mail.news.example.com" }),
  },
  { name: "mail-from-mx-removed", tweak: (stack) => remove(stack, "mail-from-mx") },
  { name: "spf-published", to: spf("include: _spf.example.net, all: ~all") },
  {
    name: "spf-senders",
    from: spf("amazonses: true, include: _spf.example.net, ip4: 192.0.2.1"),
    to: spf("include: _spf.example.org, ip4: 192.0.2.1, all: -all"),
  },
  {
    name: "spf-refused",
    tweak: (stack) =>
      set(dns(stack, "mail-from-spf"), { content: '"v=spf1 -ip4:192.0.2.1 include:amazonses.com ~all"' }),
  },
  { name: "spf-open", from: spf("all: -all"), to: spf("all: +all") },
  { name: "spf-removed", from: spf("all: -all"), to: ARTICLE_YAML },
  {
    name: "spf-broken",
    tweak: (stack) => set(dns(stack, "mail-from-spf"), { content: '"v=spf1 incldue:amazonses.com ~all"' }),
  },
  {
    name: "spf-lookups",
    tweak: (stack) =>
      set(dns(stack, "mail-from-spf"), {
        content: `"v=spf1 ${Array.from({ length: 11 }, (_, n) => `include:s${n}.example`).join(" ")} ~all"`,
      }),
  },
  {
    name: "spf-twice",
    from: spf("all: -all"),
    tweak: (stack) => set(stack.resource.cloudflare_dns_record, { second: txt("example.com", "v=spf1 mx -all") }),
  },
  {
    name: "spf-useless",
    from: yaml("mailFrom: false"),
    to: ARTICLE_YAML,
    tweak: (stack) => {
      set(dns(stack, "mail-from-spf"), { content: '"v=spf1 -all include:amazonses.com"' });
      add(stack, { loop: txt("example.com", "v=spf1 include:example.com -all") });
    },
  },
  { name: "spf-renamed", tweak: (stack) => set(dns(stack, "mail-from-spf"), { name: "post.example.com" }) },
  { name: "dmarc-rejects", to: dmarc("policy: reject, rua: [dmarc@example.com, in@reports.example]") },
  { name: "dmarc-rejects-own-mail", to: dmarc("policy: reject"), evidence: reportsOf("example.com") },
  { name: "dmarc-rejects-unproven", to: dmarc("policy: reject"), evidence: reportsOf("example.org") },
  {
    name: "dmarc-subdomains",
    from: dmarc("policy: quarantine"),
    to: dmarc(
      "policy: quarantine, subdomainPolicy: reject, nonexistentSubdomainPolicy: none, alignment: {dkim: strict}",
    ),
  },
  {
    name: "dmarc-loosened",
    from: dmarc("policy: reject, rua: dmarc@example.com, failureOptions: ['1']"),
    to: dmarc("policy: none"),
  },
  {
    name: "dmarc-share",
    from: dmarc("raw: v=DMARC1; p=reject; pct=0"),
    to: dmarc("raw: v=DMARC1; p=reject; pct=100"),
  },
  { name: "dmarc-removed", to: yaml("dmarc: false") },
  { name: "dmarc-broken", tweak: (stack) => set(dns(stack, "dmarc"), { content: '"v=DMARC1; p=nothing"' }) },
  { name: "dmarc-renamed", tweak: (stack) => set(dns(stack, "dmarc"), { name: "_dmarc.www.example.com" }) },
  {
    name: "dmarc-twice",
    tweak: (stack) =>
      set(stack.resource.cloudflare_dns_record, { second: txt("_dmarc.example.com", "v=DMARC1; p=reject") }),
  },
  { name: "mx-added", to: inbound("inbound-smtp.us-east-1.amazonaws.com") },
  { name: "mx-changed", from: inbound("mx.example.net"), to: inbound("mx.example.org") },
  { name: "mx-host-changed", from: inbound("mx.example.com", A), to: inbound("mx.example.com", A.replace("1}", "2}")) },
  { name: "mx-host-removed", from: inbound("mx.example.com", A), to: inbound("mx.example.com") },
  {
    name: "mail-shadowed",
    tweak: (stack) =>
      add(stack, {
        keys: { ...txt("_domainkey.example.com", ""), type: "NS", content: "ns.example.net" },
        bounces: { ...txt("mail.example.com", ""), type: "CNAME", content: "host.example.net" },
        anything: txt("*.example.com", "hello"),
      }),
  },
  { name: "mx-removed", from: inbound("mx.example.net"), to: ARTICLE_YAML },
  { name: "no-mail", from: null, to: NO_MAIL },
  { name: "no-mail-alone", to: records('shop: {type: MX, name: shop, content: ".", priority: 0}') },
  { name: "no-mail-instead", from: inbound("mx.example.net"), to: NO_MAIL },
  { name: "no-mail-ended", from: NO_MAIL, to: ARTICLE_YAML },
  { name: "policies-removed", from: POLICIES, to: REPORTED },
  {
    name: "policies-weakened",
    from: POLICIES,
    to: POLICIES.replace("[tls@example.com, tls@reports.example.com]", "tls@example.com")
      .replace("mode: enforce", "mode: testing")
      .replace("mx: [mx1.example.net, mx2.example.net]", "mx: [mx1.example.net]")
      .replace("bimi: https://www.example.com/logo.svg", 'bimi: "v=BIMI1; l=; a=;"'),
  },
  {
    name: "bimi-unenforced",
    from: POLICIES,
    to: POLICIES.replace(
      "policy: reject, rua: dmarc@example.com}, tlsRpt",
      "policy: none, rua: dmarc@example.com}, tlsRpt",
    ),
  },
  { name: "certificate", to: yaml("certificate: true") },
  { name: "certificate-caa", to: yaml(`certificate: true, ${CAA}`) },
  {
    name: "certificate-forbidden",
    from: yaml(`certificate: true, ${CAA}`),
    tweak: (stack) => {
      remove(stack, "certificate-X40X3Aissue");
      delete dns(stack, "certificate-www").depends_on;
    },
  },
  {
    name: "certificate-replaced",
    from: yaml("certificate: {wait: true}"),
    to: yaml("certificate: {wait: true}").replace("web: {www", "web: {shop: d111111abcdef8.cloudfront.net, www"),
  },
  { name: "certificate-deleted", from: yaml("certificate: true"), to: ARTICLE_YAML },
  {
    name: "certificate-record-lost",
    from: yaml("certificate: true"),
    tweak: (stack) => remove(stack, "certificate-www"),
  },
  { name: "web-moved", to: ARTICLE_YAML.replace("d111111abcdef8", "d222222abcdef8") },
  {
    name: "web-dangling",
    to: dmarc("policy: quarantine"),
    patch: ({ resource_changes }) => {
      const change = {
        actions: ["delete"],
        before: { domain_name: "d111111abcdef8.cloudfront.net" },
        after: null,
        after_unknown: {},
        before_sensitive: {},
        after_sensitive: false,
      };
      resource_changes.push({
        address: "aws_cloudfront_distribution.site",
        mode: "managed",
        type: "aws_cloudfront_distribution",
        name: "site",
        provider_name: "registry.terraform.io/hashicorp/aws",
        change,
      });
    },
  },
  {
    name: "records-drifted",
    meanwhile: (project) => project.run("emulator", "edit", "delete", "mail.example.com", "TXT"),
  },
  {
    name: "records-hostile",
    to: records(
      `hostile: {type: TXT, name: hostile, content: "${HOSTILE}"}, caa: {type: CAA, name: "@", data: {flags: 0, tag: issue, value: amazon.com}}`,
    ),
  },
  {
    name: "record-repurposed",
    tweak: (stack) => set(dns(stack, "dmarc"), { name: "example.com", content: '"v=spf1 -all"' }),
  },
  {
    name: "mail-proxied",
    tweak: (stack) => set(dns(stack, "dmarc"), { type: "CNAME", content: "dmarc.example.net", proxied: true }),
  },
  { name: "record-moved", tweak: (stack) => move(stack, "web-www") },
  { name: "record-renamed", tweak: (stack) => rename(stack, "web-www") },
  {
    name: "record-replaced",
    from: records("a: {type: TXT, name: a, content: x}"),
    to: records("a: {type: CNAME, name: a, content: b.example.com}"),
  },
  { name: "ttl-and-comment", to: yaml("ttl: 300, comment: managed by mailzone") },
  { name: "zone-upheaval", from: texts(10, "old"), to: texts(8, "new") },
  { name: "foreign-deleted", start: (stack) => data(stack, "a"), tweak: () => {} },
  { name: "foreign-changed", tweak: (stack) => data(stack, "a") },
  { name: "foreign-mail", tweak: (stack) => data(stack, "a"), patch: addForeign },
  { name: "what-runs", tweak: addProgram, patch: addRuns },
  {
    name: "value-hidden",
    tweak: (stack) => {
      stack.variable = {
        text: { type: "string", sensitive: true, default: "v=DMARC1; p=reject; rua=mailto:hidden@example.com" },
      };
      dns(stack, "dmarc").content = '"${var.text}"';
      delete stack.output;
    },
  },
  {
    // All of the article made by hand, and DMARC changed with the import.
    name: "domain-adopted",
    to: dmarc("policy: quarantine"),
    meanwhile: async (project) => {
      const chdir = "-chdir=.mailzone/sandbox/out/stacks/mailzone";
      const terraform = async (...args: string[]) =>
        (await project.run("emulator", "--", "terraform", chdir, ...args)).stdout;
      const { root_module } = JSON.parse(await terraform("show", "-json")).values as Json;
      const resources = root_module.resources as Json[];
      const blocks = resources.map(({ address, values }) => ({
        to: address,
        id: values.zone_id === undefined ? "example.com@us-east-1" : `${values.zone_id}/${values.id}`,
      }));
      await terraform("state", "rm", ...resources.map(({ address }) => address));
      project.write("blocks.json", JSON.stringify(blocks));
    },
    tweak: (stack, project) => set(stack, { import: JSON.parse(project.read("blocks.json")) }),
  },
  {
    name: "record-imported",
    from: records("extra: {type: TXT, name: extra, content: hello}"),
    meanwhile: async (project) => {
      const chdir = "-chdir=.mailzone/sandbox/out/stacks/mailzone";
      await project.run(
        "emulator",
        "--",
        "terraform",
        chdir,
        "state",
        "rm",
        "cloudflare_dns_record.example_com__record-extra",
      );
      const { stdout } = await project.run("emulator", "status", "--json");
      const zones = (JSON.parse(stdout) as Json).zones as Json[];
      const found = zones.flatMap(({ id, records }) =>
        (records as Json[]).filter(({ name }) => name === "extra.example.com").map((record) => `${id}/${record.id}`),
      );
      project.write("import-id", found[0] ?? "");
    },
    tweak: (stack, project) =>
      set(stack, {
        import: [{ to: "cloudflare_dns_record.example_com__record-extra", id: project.read("import-id") }],
      }),
  },
];

/** An assignment that has no value. */
function set(target: Json, values: Json): void {
  Object.assign(target, values);
}

function move(stack: Json, id: string): void {
  rename(stack, id);
  stack.moved = [{ from: `cloudflare_dns_record.example_com__${id}`, to: `cloudflare_dns_record.other` }];
}

function rename(stack: Json, id: string): void {
  stack.resource.cloudflare_dns_record.other = dns(stack, id);
  remove(stack, id);
}

/** Reports of four weeks, in which SES sent some messages that a stricter policy would have hit. */
/** When the evidence of the scenarios is read, milliseconds since 1970. */
export const EVIDENCE_NOW = Date.parse("2026-11-30T09:00:00Z");

function reportsOf(domain: string): string {
  const senders = [
    { title: "Amazon SES", group: "partly", messages: 4 },
    { title: "203.0.113.9", group: "foreign", messages: 12 },
  ];
  const effects = [{ policy: "reject", messages: 16, senders }];
  const period = { begin: "2026-11-02T00:00:00.000Z", end: "2026-11-29T23:59:59.000Z" };
  return JSON.stringify({ version: 1, domains: [{ domain, period, messages: 1000, senders, effects }] });
}
