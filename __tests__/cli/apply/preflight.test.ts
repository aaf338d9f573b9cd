import { preflight, type ZoneLister } from "../../../lib/cli/apply/preflight";
import type { Shell } from "../../../lib/cli/shell";
import type { Workspace } from "../../../lib/cli/workspace";
import { readPlan } from "../../../lib/plan/plan";
import type { LiveRecord } from "../../../lib/review/clashes";
import type { PlanKind } from "../../../lib/terraform/saved-plans/plan-info";
import { change, dns, IDENTITY, identity, plan, RECORD, record, txt, ZONE } from "../../review/plans";

const OTHER = "f".repeat(32);
/** What preflight says of the saved plans, one per stack; "ok" where it lets them through. */
async function told(plans: Record<string, object[]>, lister: ZoneLister, kind: PlanKind = "real", interrupted = false) {
  const read = Object.entries(plans).map(([stack, changes]) => readPlan(plan(changes), stack));
  const shell = { interrupts: { interrupted } } as Shell;
  return preflight(shell, { kind } as Workspace, read, lister).then(
    () => "ok",
    ({ name, message }: Error) => `${name}: ${message}`,
  );
}

const live = (type: string, name: string, content: string, rest: Partial<LiveRecord> = {}): LiveRecord => ({
  ...{
    id: `live-${type}`,
    type,
    name,
    content,
    priority: null,
    proxied: false,
  },
  ...rest,
});
const dmarc = txt("_dmarc.example.com", "v=DMARC1; p=none;");
const other = `${RECORD}.other_example__mail-from-mx`;
const mx = dns("MX", "mail.other.example", "feedback-smtp.us-east-1.amazonses.com", { zone_id: OTHER, priority: 10 });

test("zones where nothing is in the way are listed once each, and others not at all", async () => {
  const listed: string[] = [];
  const lister: ZoneLister = async (zoneId) => {
    listed.push(zoneId);
    return [live("TXT", "example.com", '"v=spf1 ~all"'), live("A", "_dmarc.example.org", "192.0.2.1")];
  };
  const changes = [
    record("dmarc", null, dmarc),
    record("record-a", null, txt("a.example.com", "x")),
    change(other, mx, mx),
  ];
  expect(
    await told(
      {
        mail: changes,
        more: [record("record-b", null, txt("b.example.com", "x"))],
      },
      lister,
    ),
  ).toBe("ok");
  expect(listed).toEqual([ZONE]);
});

test("a plan that creates no record asks nobody", async () => {
  const lister: ZoneLister = () => Promise.reject(new Error("asked"));
  const changes = [change(`${IDENTITY}.example_com`, null, identity()), record("dmarc", dmarc, { ...dmarc, ttl: 60 })];
  expect(await told({ mail: changes }, lister)).toBe("ok");
});

test("clashes of all stacks are said at once, with the command that takes over what is there", async () => {
  const lister: ZoneLister = async (zoneId) =>
    zoneId === ZONE
      ? [
          live("TXT", "_dmarc.example.com", "v=DMARC1; p=reject\u001b[2J"),
          live("CNAME", "www.example.com", "d1.cloudfront.net"),
        ]
      : [live("MX", "mail.other.example", "mx.example.net", { priority: 5 })];
  const plans = {
    mail: [record("dmarc", null, dmarc)],
    more: [change(other, null, mx)],
  };
  expect(await told(plans, lister)).toMatchInlineSnapshot(`
    "Refused: record "dmarc" of "example.com", TXT "_dmarc.example.com", cannot be made: TXT v=DMARC1; p=reject\\u001b[2J stands there, and two DMARC records at a name count as none (RFC 9989)
    record "mail-from-mx" of "other.example", MX "mail.other.example", cannot be made: MX 5 mx.example.net stands there, and SES wants exactly one MX at MAIL FROM
    nothing is applied: run mailzone adopt example.com other.example to take over what is there, or say --no-preflight"
  `);
  expect(await told({ mail: plans.mail }, lister, "sandbox")).toMatch(
    /run mailzone adopt --sandbox example\.com to take/,
  );
});

test("what the same apply deletes, in whichever stack, is in nobody's way", async () => {
  const lister: ZoneLister = async () => [live("TXT", "_dmarc.example.com", '"v=DMARC1; p=reject"', { id: "old" })];
  const deletion = change(`${RECORD}.old_example__dmarc`, { ...dmarc, id: "old" }, null);
  expect(await told({ mail: [record("dmarc", null, dmarc)] }, lister)).toMatch("two DMARC records");
  expect(await told({ mail: [record("dmarc", null, dmarc)], more: [deletion] }, lister)).toBe("ok");
});

test("a zone that cannot be listed refuses the apply, and an interrupt ends the comparison", async () => {
  const lister: ZoneLister = () => Promise.reject(new Error("CLOUDFLARE_API_TOKEN is not set"));
  expect(await told({ mail: [record("dmarc", null, dmarc)] }, lister)).toBe(
    "Refused: nothing is applied, CLOUDFLARE_API_TOKEN is not set; or say --no-preflight",
  );
  expect(await told({ mail: [record("dmarc", null, dmarc)] }, lister, "real", true)).toBe("ok");
});

test("a record cannot be moved to where something stands: nothing of that can be taken over in its place", async () => {
  const bounce = { ...mx, zone_id: ZONE, name: "bounce.example.com" };
  const moved = record("mail-from-mx", { ...bounce, id: "own", name: "mail.example.com" }, bounce);
  const lister: ZoneLister = async () => [live("MX", "bounce.example.com", "mx.example.net", { priority: 5 })];
  expect(await told({ mailzone: [moved] }, lister)).toMatchInlineSnapshot(`
    "Refused: record "mail-from-mx" of "example.com", MX "bounce.example.com", cannot be moved there: MX 5 mx.example.net stands there, and SES wants exactly one MX at MAIL FROM
    nothing is applied: delete what stands where a record is moved, or give it another name, or say --no-preflight"
  `);
  const both = [moved, record("dmarc", null, dmarc)];
  const more: ZoneLister = async (zone) => [
    ...(await lister(zone)),
    live("TXT", "_dmarc.example.com", '"v=DMARC1; p=none;"'),
  ];
  expect((await told({ mailzone: both }, more)).split("\n").at(-1)).toMatchInlineSnapshot(
    `"nothing is applied: run mailzone adopt example.com to take over what is there; delete what stands where a record is moved, or give it another name, or say --no-preflight"`,
  );
});
