import { resourceName } from "../../lib/dns/resource-name";
import { isPlanned } from "../../lib/plan/change";
import { renderChange } from "../../lib/plan/line";
import { lostIdentities, readPlan } from "../../lib/plan/plan";

const resource = (
  address: string,
  actions: string[],
  before: object | null,
  after: object | null,
  rest: object = {},
) => {
  const [type, name] = address.split(".");
  return { address, mode: "managed", type, name, change: { actions, before, after, ...rest } };
};
const plan = (...resource_changes: object[]) => JSON.stringify({ format_version: "1.2", resource_changes });
const read = (...changes: object[]) => readPlan(plan(...changes), "mail");
const lines = (...changes: object[]) =>
  read(...changes)
    .changes.filter(isPlanned)
    .map(renderChange);

const identity = { email_identity: "example.com", region: "us-east-1" };
const dmarc = { type: "TXT", name: "_dmarc.example.com", content: '"v=DMARC1; p=none;"', ttl: 1, proxied: false };
const mx = {
  type: "MX",
  name: "mail.example.com",
  content: "feedback-smtp.us-east-1.amazonses.com",
  priority: 10,
  ttl: 300,
};

test("a record in parts is shown by its parts, since its content is what it was, and a comment that changes is", () => {
  const caa = (flags: number) => ({
    type: "CAA",
    name: "example.com",
    content: '128 issue "a"',
    ttl: 1,
    data: { flags, tag: "issue", value: "a", target: null },
  });
  expect(
    lines(
      resource("cloudflare_dns_record.example_com__record-caa", ["update"], caa(128), caa(0)),
      resource("cloudflare_dns_record.example_com__dmarc", ["update"], { ...dmarc, comment: "by hand" }, dmarc),
    ),
  ).toEqual([
    "~ CAA example.com flags=128 tag=issue value=a -> flags=0 tag=issue value=a",
    '~ TXT _dmarc.example.com "v=DMARC1; p=none;", comment "by hand" -> ""',
  ]);
});

test("each kind of change is one line in the words of DNS and SES", () => {
  const mailFrom = { mail_from_domain: "mail.example.com", behavior_on_mx_failure: "USE_DEFAULT_VALUE" };
  expect(
    lines(
      resource("aws_sesv2_email_identity.example_com", ["create"], null, identity),
      resource("aws_sesv2_email_identity.b_example", ["delete", "create"], identity, {
        ...identity,
        region: "eu-west-1",
      }),
      resource("aws_sesv2_email_identity_mail_from_attributes.example_com", ["create"], null, mailFrom),
      resource("cloudflare_dns_record.example_com__dkim-1", ["create"], null, { type: "CNAME", ttl: 1 }),
      resource("cloudflare_dns_record.example_com__dmarc", ["update"], dmarc, {
        ...dmarc,
        content: '"v=DMARC1; p=reject;"',
      }),
      resource("cloudflare_dns_record.example_com__mail-from-mx", ["delete"], mx, null),
      resource("cloudflare_dns_record.example_com__web-www", ["no-op"], dmarc, dmarc, { importing: { id: "x/y" } }),
      resource("cloudflare_dns_record.other", ["forget"], { ...dmarc, proxied: true }, null),
      resource("random_pet.other", ["create"], null, {}),
    ),
  ).toEqual([
    "+ SES identity example.com us-east-1",
    "-/+ SES identity example.com us-east-1 -> eu-west-1",
    "+ MAIL FROM of example.com mail.example.com (USE_DEFAULT_VALUE)",
    "+ CNAME dkim-1 of example.com (known after apply)",
    '~ TXT _dmarc.example.com "v=DMARC1; p=none;" -> "v=DMARC1; p=reject;"',
    "- MX mail.example.com 10 feedback-smtp.us-east-1.amazonses.com, ttl 300",
    '< TXT _dmarc.example.com "v=DMARC1; p=none;"',
    '. TXT _dmarc.example.com "v=DMARC1; p=none;", proxied',
    "+ random_pet.other",
  ]);
});

test("what stays as it is, and what is only read, is left out", () => {
  const same = resource("cloudflare_dns_record.example_com__dmarc", ["no-op"], dmarc, dmarc);
  expect(lines(same, { ...resource("cloudflare_zone.x", ["read"], null, {}), mode: "data" })).toEqual([]);
});

test("entry and record are read back from the address", () => {
  const { changes } = read(resource("cloudflare_dns_record.example_com__web-X40", ["create"], null, dmarc));
  expect(changes[0]).toMatchObject({ entry: "example.com", record: "web-@" });
});

test("an identity is lost when it is deleted or replaced in either order", () => {
  const changes = [["create"], ["update"], ["delete"], ["create", "delete"], ["delete", "create"]].map(
    (actions, index) =>
      resource(
        `aws_sesv2_email_identity.d${index}`,
        actions,
        index === 0 ? null : identity,
        index === 2 ? null : identity,
      ),
  );
  expect(lostIdentities(read(...changes)).map(({ entry }) => entry)).toEqual(["d2", "d3", "d4"]);
});

test("a test address is no domain's identity, whatever is called as one", () => {
  const named = (id: string, email_identity: string) =>
    resource(
      `aws_sesv2_email_identity.${resourceName("example.com", id)}`,
      ["delete"],
      { ...identity, email_identity },
      null,
    );
  const address = named("test-address-you@example.net", "you@example.net");
  const others = [
    named("test-address-you@example.net", "example.net"),
    named("test-address-you@example.net", "me@example.net"),
    named("test-address-example.net", "example.net"),
  ];
  expect(lostIdentities(read(address))).toEqual([]);
  expect(lostIdentities(read(...others))).toHaveLength(3);
  expect(lines(address)).toEqual([`- SES identity you@example.net ${identity.region}`]);
});

test("a record that changes its name or type shows both", () => {
  expect(
    lines(
      resource("cloudflare_dns_record.example_com__mail-from-mx", ["update"], mx, {
        ...mx,
        name: "bounce.example.com",
      }),
      resource("cloudflare_dns_record.example_com__record-a", ["delete", "create"], dmarc, { ...mx, ttl: 1 }),
      resource("aws_sesv2_email_identity.example_com", ["delete", "create"], identity, {
        ...identity,
        email_identity: "example.net",
      }),
    ),
  ).toEqual([
    "~ MX mail.example.com -> bounce.example.com 10 feedback-smtp.us-east-1.amazonses.com, ttl 300",
    '-/+ TXT -> MX _dmarc.example.com -> mail.example.com "v=DMARC1; p=none;" -> 10 feedback-smtp.us-east-1.amazonses.com',
    "-/+ SES identity example.com -> example.net us-east-1",
  ]);
});

test("an unknown action, and one that does not fit its values, is shown with its address", () => {
  expect(
    lines(
      resource("cloudflare_dns_record.example_com__dmarc", ["vanish"], dmarc, null),
      resource("aws_sesv2_email_identity.example_com", ["update"], identity, null),
    ),
  ).toEqual([
    '? TXT _dmarc.example.com "v=DMARC1; p=none;" (cloudflare_dns_record.example_com__dmarc: vanish)',
    "? SES identity example.com us-east-1 (aws_sesv2_email_identity.example_com: update)",
  ]);
});

test("a resource that moves to another address is shown with both", () => {
  const moved = resource("cloudflare_dns_record.example_com__dmarc", ["no-op"], dmarc, dmarc);
  expect(lines({ ...moved, previous_address: "cloudflare_dns_record.old" })).toEqual([
    '> TXT _dmarc.example.com "v=DMARC1; p=none;", moved from cloudflare_dns_record.old',
  ]);
});

test("what a stranger wrote into a record stays on its line and moves no cursor", () => {
  const hostile = { ...dmarc, content: "\u001b[2J\n+ nothing", comment: "x" };
  expect(lines(resource("cloudflare_dns_record.example_com__record-a", ["create"], null, hostile))).toEqual([
    "+ TXT _dmarc.example.com \\027[2J\\010+ nothing",
  ]);
});

test("sensitive values are not shown", () => {
  const hidden = resource("cloudflare_dns_record.example_com__dmarc", ["create"], null, dmarc, {
    after_sensitive: { content: true },
  });
  expect(lines(hidden)).toEqual(["+ TXT _dmarc.example.com (sensitive)"]);
});
