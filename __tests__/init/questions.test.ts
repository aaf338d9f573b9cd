import { parseConfiguration } from "../../lib/config/configuration";
import { type Answers, domainsYaml } from "../../lib/init/domains-yaml";
import { AnswerError, type Pipeline, QUESTIONS, questionsFor } from "../../lib/init/questions";

const ZONE_ID = "0123456789abcdef0123456789abcdef";
const GIVEN = {
  domain: "example.com",
  zone: ZONE_ID,
  region: "eu-west-1",
  account: "111122223333",
  backend: "s3://state",
  owner: "@example/mail",
};

/** The answers of a whole run, or the message that one was refused with. */
function answers(given: Partial<typeof GIVEN> = {}, pipeline: Pipeline = "github"): Partial<Answers> | string {
  const texts = { ...GIVEN, ...given };
  let known: Partial<Answers> = {};
  for (const { key, read } of questionsFor(pipeline)) {
    try {
      known = { ...known, ...read(texts[key], known, pipeline) };
    } catch (error) {
      if (!(error instanceof AnswerError)) throw error;
      return error.message;
    }
  }
  return known;
}

const yaml = (given: Partial<typeof GIVEN>) => domainsYaml(answers(given) as Answers);

test("the file says what was answered, and nothing else", () => {
  expect(yaml({})).toBe(`# yaml-language-server: $schema=node_modules/@mailzone/mailzone/lib/config/domains.schema.json
# Every field: node_modules/@mailzone/mailzone/docs/configuration.md
zones:
  example.com: 0123456789abcdef0123456789abcdef
backend:
  type: s3
  bucket: state
  region: eu-west-1
defaults:
  aws:
    region: eu-west-1
    allowedAccountIds:
      - "111122223333"
domains:
  - domain: example.com
`);
});

test.each([
  ["EXAMPLE.com.", "example.com"],
  ["  example.com ", "example.com"],
  ["BÜCHER.example.", "bücher.example"],
  ["xn--bcher-kva.example", "xn--bcher-kva.example"],
  // Typed as punycode a label of two alphabets is meant.
  ["xn--l-7sba6dbr.example", "xn--l-7sba6dbr.example"],
  ["例え.example", "例え.example"],
  // YAML would read these as a number, a truth or an empty value.
  ["1.2e3.example", "1.2e3.example"],
  ["no.example", "no.example"],
  ["null.example", "null.example"],
])("the domain %j is %j in the file, and passes check", (text, domain) => {
  const { domains, findings } = parseConfiguration([{ file: "domains.yaml", text: yaml({ domain: text }) }]);
  expect(findings.map(({ rule }) => rule)).toEqual(["dmarc-unreported"]);
  expect(domains).toHaveLength(1);
  expect(answers({ domain: text })).toMatchObject({ domain, zone: { name: domain, id: ZONE_ID } });
});

test.each([
  ["domain", "", "no domain name"],
  ["domain", "example", "no domain name"],
  ["domain", "a..b", "no domain name"],
  ["domain", "*.example.com", "no domain name"],
  ["domain", "192.0.2.1", "no domain name"],
  ["domain", `${"a".repeat(64)}.example.com`, "the limit is 63"],
  ["domain", "https://example.com", "no domain name"],
  ["domain", "\u0440\u0430\u0443\u0440\u0430l.example", "Latin and Cyrillic letters"],
  ["domain", "$\u007benv.HOME}.example.com", "no domain name"],
  ["domain", 'a"\n- b.example.com', "no domain name"],
  ["zone", "example.org", '"example.com" is not in the zone "example.org"'],
  ["zone", "example.com=12", "give the 32 hexadecimal digits"],
  ["zone", "0123456789abcdef", "no domain name"],
  ["region", "Europe", "expected an AWS region such as eu-west-1"],
  ["region", "eu-west-1\n  profile: x", "expected an AWS region such as eu-west-1"],
  ["account", "1111", "expected an account id of twelve digits"],
  ["account", "12345678901a", "expected an account id of twelve digits"],
  ["backend", "state", "give local, s3://BUCKET"],
  ["backend", "s3://", "give local, s3://BUCKET"],
  ["backend", "s3://a b", "expected a bucket's name"],
  ["backend", "s3://state/$\u007bterraform.workspace}", "expected a text without"],
  ["backend", "s3://state?region=here be dragons", "expected letters, digits, hyphens"],
  ["backend", "gs://state?region=eu-west-1", "give local, s3://BUCKET"],
  ["backend", "local", "a pipeline's machine is thrown away"],
  ["owner", "mail", "give @user, @organization/team or an address"],
  ["owner", "@example/mail @other", "give @user"],
  ["owner", "@a\n* @b", "give @user"],
] as const)("%s: %j is refused", (key, text, message) => {
  expect(answers({ [key]: text })).toContain(message);
});

test.each([
  [{ zone: "example.com" }, { zone: { name: "example.com" } }],
  [{ domain: "mail.example.com", zone: "Example.com." }, { zone: { name: "example.com" } }],
  [{ domain: "mail.example.com", zone: `example.com=${ZONE_ID}` }, { zone: { name: "example.com", id: ZONE_ID } }],
  [{ backend: "s3://state/a/b" }, { backend: { type: "s3", bucket: "state", prefix: "a/b/", region: "eu-west-1" } }],
  [{ backend: "s3://state?region=us-east-1" }, { backend: { type: "s3", bucket: "state", region: "us-east-1" } }],
  [{ backend: "gs://state/a/" }, { backend: { type: "gcs", bucket: "state", prefix: "a/" } }],
  [{ owner: "mail@example.com" }, { owner: "mail@example.com" }],
])("%j", (given, expected) => {
  const { zone, backend, owner } = answers(given) as Answers;
  expect({ zone, backend, owner }).toMatchObject(expected);
});

test("a zone without an id is looked up by its name", () => {
  expect(yaml({ domain: "mail.example.com", zone: "example.com" })).toContain("zones:\n  example.com:\nbackend:");
});

test("Atlantis keeps its disk, and may keep its state there", () => {
  expect(answers({ backend: "local" }, "atlantis")).toMatchObject({ backend: { type: "local" } });
  expect(domainsYaml(answers({ backend: "local" }, "atlantis") as Answers)).not.toContain("backend");
});

test("only a repository with pipelines has an owner, and a domain's zone may be called as it is", () => {
  expect(questionsFor(undefined).map(({ key }) => key)).toEqual(["domain", "zone", "region", "account", "backend"]);
  expect(questionsFor("gitlab").map(({ key }) => key)).toEqual(QUESTIONS.map(({ key }) => key));
  const fallbacks = QUESTIONS.map(({ fallback }) => fallback?.({ domain: "example.com" }));
  expect(fallbacks).toEqual([undefined, "example.com", undefined, undefined, undefined, undefined]);
});
