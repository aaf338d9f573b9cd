import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { checkBase } from "../../lib/config/base";
import { isReadable, parseConfiguration, validDomains } from "../../lib/config/configuration";
import { importAddress } from "../../lib/config/imports";
import { importsFile, loadConfiguration } from "../../lib/config/load";
import { formatFinding } from "../../lib/dns/finding";

const ZONE = "0123456789abcdef0123456789abcdef";
const OTHER = "f123456789abcdef0123456789abcdef";
const RECORD = "a".repeat(32);
const SEEN = `v1-${"b".repeat(32)}`;
const QUIET = "ignore: {dmarc-unreported: x}";
const DOMAINS = [
  `zones: {example.com: ${ZONE}}`,
  `defaults: {aws: {region: us-east-1}, ${QUIET}}`,
  "domains:",
  "  - {domain: example.com, web: {www: d111111abcdef8.cloudfront.net}}",
  "  - {domain: b.example, mailFrom: false}",
  "  - {domain: gone.example, state: released}",
].join("\n");

interface Item {
  readonly entry?: string;
  readonly record?: string;
  readonly import?: string;
  readonly fingerprint?: string;
}
/** Each item takes four lines, from line 2 on. */
const yaml = (...items: Item[]) =>
  [
    "imports:",
    ...items.flatMap(
      ({ entry = "example.com", record = "dmarc", import: id = `${ZONE}/${RECORD}`, fingerprint = SEEN }) => [
        `  - entry: ${entry}`,
        `    record: ${record}`,
        `    import: ${id}`,
        `    fingerprint: ${fingerprint}`,
      ],
    ),
    "",
  ].join("\n");
const parse = (text: string) =>
  parseConfiguration([{ file: "domains.yaml", text: DOMAINS }], [{ file: "imports.yaml", text }]);
const errors = (text: string) =>
  parse(text)
    .findings.filter(({ severity }) => severity === "error")
    .map(formatFinding);

test("every item is read with its place, and a warning says what becomes of the file", () => {
  const { imports, findings, domains } = parse(
    yaml(
      { record: "identity", import: "example.com@us-east-1" },
      { record: "mail-from", import: "example.com@us-east-1" },
      { record: "dkim-1" },
    ),
  );
  const at = (line: number) => ({ file: "imports.yaml", line, column: 5 });
  const entry = "example.com";
  expect(imports.map(({ address: _, ...item }) => item)).toEqual([
    { entry, record: "identity", id: "example.com@us-east-1", fingerprint: SEEN, at: at(2) },
    { entry, record: "mail-from", id: "example.com@us-east-1", fingerprint: SEEN, at: at(6) },
    { entry, record: "dkim-1", id: `${ZONE}/${RECORD}`, fingerprint: SEEN, at: at(10) },
  ]);
  expect(findings.map(formatFinding)).toEqual([
    'imports.yaml:1:1: warning: "imports.yaml" lists 3 imports, which are made by the next plan and apply: delete it after the apply (imports-left)',
  ]);
  expect(domains).toHaveLength(3);
});

test("there are no imports without the file, and a file without items should be deleted", () => {
  expect(parseConfiguration([{ file: "domains.yaml", text: DOMAINS }])).toMatchObject({ imports: [], findings: [] });
  expect(parse("imports: []").findings.map(formatFinding)).toEqual([
    'imports.yaml:1:1: warning: "imports.yaml" lists no imports: delete it (imports-left)',
  ]);
});

test.each<[string, Item[], string]>([
  [
    "an unknown entry",
    [{ entry: "exampel.com" }],
    '2:12: error: "exampel.com" is no entry of domains.yaml: did you mean "example.com"? (imports)',
  ],
  [
    "an entry far from all",
    [{ entry: "z" }],
    '2:12: error: "z" is no entry of domains.yaml: delete this item, or add the entry to domains.yaml (imports)',
  ],
  [
    "an entry that is released",
    [{ entry: "gone.example" }],
    '2:12: error: "gone.example" is released, and only what is present can be imported: delete this item (imports)',
  ],
  [
    "an unknown record",
    [{ record: "dkim-4" }],
    '3:13: error: "example.com" has no "dkim-4": did you mean "dkim-1"? (imports)',
  ],
  [
    "what an entry does not want",
    [{ entry: "b.example", record: "mail-from", import: "b.example@us-east-1" }],
    '3:13: error: "b.example" has no "mail-from": expected one of identity, dkim-1, dkim-2, dkim-3, dmarc (imports)',
  ],
  [
    "an item twice",
    [{}, { import: `${ZONE}/${"c".repeat(32)}` }],
    '7:13: error: "example.com" dmarc stands twice, first at imports.yaml:2:5: keep one of them (imports)',
  ],
  [
    "a record twice",
    [{}, { record: "dkim-1" }],
    '8:13: error: "example.com" dkim-1 imports the same record as the item at imports.yaml:2:5: keep one of them (imports)',
  ],
  [
    "a record of another zone",
    [{ import: `${OTHER}/${RECORD}` }],
    `4:13: error: "example.com" dmarc imports "${OTHER}/${RECORD}", which is in another zone: "example.com" has the id ${ZONE} (imports)`,
  ],
  [
    "a record in place of an identity",
    [{ record: "identity" }],
    `4:13: error: "example.com" identity imports "${ZONE}/${RECORD}": expected "example.com@us-east-1" (imports)`,
  ],
  [
    "an identity in place of a record",
    [{ import: "example.com@us-east-1" }],
    '4:13: error: "example.com" dmarc imports "example.com@us-east-1": expected <zone id>/<record id> (imports)',
  ],
  [
    "an identity of another region",
    [{ record: "identity", import: "example.com@eu-west-1" }],
    '4:13: error: "example.com" identity imports "example.com@eu-west-1": expected "example.com@us-east-1" (imports)',
  ],
])("%s is an error at its place", (_, items, error) => {
  const config = parse(yaml(...items));
  expect(errors(yaml(...items))).toEqual([`imports.yaml:${error}`]);
  expect(config.imports).toHaveLength(items.length - 1);
  expect(isReadable(config)).toBe(true);
  expect(() => validDomains(config)).toThrow("(imports)");
});

test("a zone that is looked up by name may have any id", () => {
  expect(errors(yaml({ entry: "b.example" }))).toEqual([]);
});

test("what does not fit the schema is reported with its position, together with the errors of domains.yaml", () => {
  const text = [
    "imprts: []",
    "imports:",
    "  - entry: example.com",
    "    record: dmarc",
    "    import: 17/x",
    "    fingerprnt: v1-1",
    "  - {record: identity, fingerprint: v2-1}",
  ].join("\n");
  const config = parseConfiguration([{ file: "domains.yaml", text: "domians: []" }], [{ file: "imports.yaml", text }]);
  expect(config.findings.map(formatFinding)).toEqual([
    'domains.yaml:1:1: error: unknown key "domians" in the file: did you mean "domains"? (schema)',
    'imports.yaml:1:1: error: unknown key "imprts" in the file: did you mean "imports"? (schema)',
    'imports.yaml:3:5: error: "fingerprint" of "example.com" dmarc is missing: add it (schema)',
    'imports.yaml:5:13: error: "import" of "example.com" dmarc is "17/x": expected <zone id>/<record id> as Cloudflare has them, <domain>@<region> for identity and mail-from, or what mailzone adopt --write writes (schema)',
    'imports.yaml:6:5: error: unknown key "fingerprnt" in "example.com" dmarc: did you mean "fingerprint"? (schema)',
    'imports.yaml:7:5: error: "entry" of import 2 of the list is missing: add it (schema)',
    'imports.yaml:7:5: error: "import" of import 2 of the list is missing: add it (schema)',
    'imports.yaml:7:37: error: "fingerprint" of import 2 of the list is "v2-1": expected v1- and 32 hexadecimal digits, as mailzone adopt --write writes it (schema)',
  ]);
  expect(config).toMatchObject({ domains: [], imports: [] });
});

test("an empty file is an error that says what is missing", () => {
  expect(errors("")).toEqual([
    "imports.yaml:1:1: error: the file is empty: expected a map of keys and values (schema)",
  ]);
});

test("sets, topics, senders and test addresses are imported by the ids of the provider, a shared set once", () => {
  const role = "arn:aws:iam::111122223333:role/apps/shop";
  const domains = [
    `zones: {example.com: ${ZONE}}`,
    "defaults: {aws: {region: us-east-1}, configurationSet: {name: mail, events: {feedback: {types: [bounce], sns: {subscribers: [ops@example.net]}}}}}",
    `domains: [{domain: example.com, senders: {shop: '${role}'}, testAddresses: [you@example.net]}, {domain: b.example.com, dmarc: false}]`,
  ].join("\n");
  const found = (...items: Item[]) =>
    parseConfiguration([{ file: "domains.yaml", text: domains }], [{ file: "imports.yaml", text: yaml(...items) }]);
  const faults = (...items: Item[]) =>
    found(...items).findings.flatMap(({ severity, message }) => (severity === "error" ? [message] : []));
  const topic = "arn:aws:sns:us-east-1:111122223333:mail-feedback";
  const right: Item[] = [
    { record: "set", import: "mail@us-east-1" },
    { record: "events/feedback", import: "mail|feedback@us-east-1" },
    { record: "topic/feedback", import: topic },
    { record: "topic-policy/feedback", import: topic },
    { record: "subscriber/feedback/ops@example.net", import: `${topic}:00000000-0000-4000-8000-000000000000` },
    { record: "sender-shop", import: "shop:mailzone-example.com-shop-us-east-1" },
    { record: "test-address-you@example.net", import: "you@example.net@us-east-1" },
  ];
  expect(faults(...right)).toEqual([]);
  expect(found(...right).imports.map(({ address }) => address)).toEqual([
    "aws_sesv2_configuration_set.mail__us-east-1",
    "aws_sesv2_configuration_set_event_destination.mail__us-east-1__feedback",
    "aws_sns_topic.mail__us-east-1__feedback",
    "aws_sns_topic_policy.mail__us-east-1__feedback",
    "aws_sns_topic_subscription.mail__us-east-1__feedback__opsX40example_com".replace("_com", "_net"),
    "aws_iam_role_policy.example_com__sender-shop",
    "aws_sesv2_email_identity.example_com__test-address-youX40example_net",
  ]);
  for (const { record, import: id } of right)
    expect(faults({ record, import: `${id}`.replace("us-east-1", "eu-west-1") })).toEqual([
      expect.stringMatching(`"example.com" ${record} imports .*: expected "`),
    ]);
  expect(faults(right[0]!, { ...right[0], entry: "b.example.com" })).toEqual([
    '"b.example.com" set stands twice, first at imports.yaml:2:5: keep one of them',
  ]);
});

test("an item's address is the one that the stack makes", () => {
  const atAws = ["aws_sesv2_email_identity", "aws_sesv2_email_identity_mail_from_attributes"].map((type, index) => ({
    id: ["identity", "mail-from"][index]!,
    address: `${type}.b_example`,
    importId: "b.example@eu-west-1",
  }));
  const addresses = ["identity", "mail-from", "web-@"].map((record) =>
    importAddress({ entry: "b.example", record }, atAws),
  );
  expect(addresses).toEqual([
    "aws_sesv2_email_identity.b_example",
    "aws_sesv2_email_identity_mail_from_attributes.b_example",
    "cloudflare_dns_record.b_example__web-X40",
  ]);
});

describe("in the file system", () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-imports-"));
    fs.mkdirSync(path.join(folder, "mail"));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));
  const write = (name: string, text: string) => fs.writeFileSync(path.join(folder, name), text);
  const load = (...names: string[]) => loadConfiguration(names, folder);

  test("imports.yaml beside the first file is read, and names itself as it lies", () => {
    write("mail/domains.yaml", DOMAINS);
    write("mail/imports.yaml", yaml({}));
    write("imports.yaml", "[");
    expect(load("mail/domains.yaml")).toMatchObject({
      files: ["mail/domains.yaml"],
      imports: [{ at: { file: "mail/imports.yaml" } }],
    });
    expect(importsFile(["mail/domains.yaml", "domains.yaml"], folder)).toBe("mail/imports.yaml");
    expect(importsFile([], folder)).toBe("imports.yaml");
  });

  test("in a folder it is not read as domains, and alone it is not a configuration", () => {
    write("mail/domains.yaml", DOMAINS);
    write("mail/imports.yaml", yaml({}));
    expect(load("mail")).toMatchObject({ files: ["mail/domains.yaml"], imports: [{ entry: "example.com" }] });
    expect(importsFile(["mail"], folder)).toBe("mail/imports.yaml");
    fs.rmSync(path.join(folder, "mail/domains.yaml"));
    expect(load("mail").findings.map(formatFinding)[0]).toMatch('cannot read "mail": the folder has no .yaml file');
  });

  test("one that cannot be read is reported, not skipped", () => {
    write("domains.yaml", DOMAINS);
    fs.mkdirSync(path.join(folder, "imports.yaml"));
    expect(load("domains.yaml").findings.map(formatFinding)).toEqual([
      'error: cannot read "imports.yaml": it is a folder (EISDIR): name a file (yaml)',
    ]);
  });

  test("an earlier version of domains.yaml has nothing to do with the imports beside it", () => {
    write("domains.yaml", DOMAINS);
    write("base.yaml", DOMAINS.replace("example.com,", "shop.example.com,"));
    write("imports.yaml", yaml({}));
    const base = loadConfiguration(["base.yaml"], folder, { imports: false });
    expect(base.findings).toEqual([]);
    expect(checkBase(base, load("domains.yaml")).map(({ domain }) => domain)).toEqual(["shop.example.com"]);
  });
});
