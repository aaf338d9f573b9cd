import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Workspace } from "../../../lib/app/context";
import { keepPreflight, refuseClashes } from "../../../lib/app/plan/preflight";
import type { ZoneLister } from "../../../lib/app/zones";
import { CloudflareError } from "../../../lib/cloudflare/error";
import { readPlan } from "../../../lib/plan/plan";
import type { LiveRecord } from "../../../lib/review/creates";
import { readPreflight } from "../../../lib/review/preflight";
import { sha256 } from "../../../lib/terraform/hash";
import type { PlanKind } from "../../../lib/terraform/saved-plans/plan-info";
import { SavedPlans } from "../../../lib/terraform/saved-plans/store";
import { change, dns, IDENTITY, identity, plan, RECORD, record, txt, ZONE } from "../../review/plans";
import { planInfo } from "../../terraform/saved-plans/plan-info";

const OTHER = "f".repeat(32);
/** What preflight says of the saved plans, one per stack; "ok" where it lets them through. */
async function told(plans: Record<string, object[]>, lister: ZoneLister, kind: PlanKind = "real", interrupted = false) {
  const read = Object.entries(plans).map(([stack, changes]) => readPlan(plan(changes), stack));
  return refuseClashes({ interrupts: { interrupted }, kind } as Workspace, read, lister).then(
    () => "ok",
    ({ name, message }: Error) => `${name}: ${message}`,
  );
}

test("Ctrl-C while a zone is listed is not reported as an error of Cloudflare", async () => {
  const interrupts = { interrupted: false };
  const lister: ZoneLister = () => {
    interrupts.interrupted = true;
    return Promise.reject(new CloudflareError("other", "the run was stopped"));
  };
  const read = [readPlan(plan([record("dmarc", null, dmarc)]), "mail")];
  await refuseClashes({ interrupts, kind: "real" } as Workspace, read, lister);
  expect(interrupts.interrupted).toBe(true);
});

const live = (type: string, name: string, content: string, rest: Partial<LiveRecord> = {}): LiveRecord => ({
  id: `live-${type}`,
  type,
  name,
  content,
  priority: null,
  proxied: false,
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

test("a plan that creates no record makes no request", async () => {
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
    "Refused: record "dmarc" of "example.com", TXT "_dmarc.example.com", cannot be created: "TXT v=DMARC1; p=reject\\u001b[2J" exists there, and two DMARC records at a name count as none (RFC 9989)
    record "mail-from-mx" of "other.example", MX "mail.other.example", cannot be created: "MX 5 mx.example.net" exists there, and SES wants exactly one MX at MAIL FROM
    nothing is applied: run mailzone adopt example.com to adopt the existing records; the MAIL FROM name of "other.example" is used for something else: write mailFrom: bounce for it, or another label that nothing uses; or apply with --no-preflight"
  `);
  expect(await told({ mail: plans.mail }, lister, "sandbox")).toMatch(
    /run mailzone adopt --emulated example\.com to adopt/,
  );
});

test("a record that the same apply deletes, in any stack, is not in the way", async () => {
  const lister: ZoneLister = async () => [live("TXT", "_dmarc.example.com", '"v=DMARC1; p=reject"', { id: "old" })];
  const deletion = change(`${RECORD}.old_example__dmarc`, { ...dmarc, id: "old" }, null);
  expect(await told({ mail: [record("dmarc", null, dmarc)] }, lister)).toMatch("two DMARC records");
  expect(await told({ mail: [record("dmarc", null, dmarc)], more: [deletion] }, lister)).toBe("ok");
});

test("a zone that cannot be listed refuses the apply, and an interrupt ends the comparison", async () => {
  const lister: ZoneLister = () => Promise.reject(new CloudflareError("no-token", "CLOUDFLARE_API_TOKEN is not set"));
  expect(await told({ mail: [record("dmarc", null, dmarc)] }, lister)).toBe(
    "Refused: nothing is applied, CLOUDFLARE_API_TOKEN is not set; or say --no-preflight",
  );
  expect(await told({ mail: [record("dmarc", null, dmarc)] }, lister, "real", true)).toBe("ok");
  const defect: ZoneLister = () => Promise.reject(new TypeError("records is not iterable"));
  expect(await told({ mail: [record("dmarc", null, dmarc)] }, defect)).toBe("TypeError: records is not iterable");
});

test("a record cannot be moved to where something stands: nothing of that can be taken over in its place", async () => {
  const bounce = { ...mx, zone_id: ZONE, name: "bounce.example.com" };
  const moved = record("mail-from-mx", { ...bounce, id: "own", name: "mail.example.com" }, bounce);
  const lister: ZoneLister = async () => [live("MX", "bounce.example.com", "mx.example.net", { priority: 5 })];
  expect(await told({ mailzone: [moved] }, lister)).toMatchInlineSnapshot(`
    "Refused: record "mail-from-mx" of "example.com", MX "bounce.example.com", cannot be moved there: "MX 5 mx.example.net" exists there, and SES wants exactly one MX at MAIL FROM
    nothing is applied: delete the record at the new name, or use another name; or apply with --no-preflight"
  `);
  const both = [moved, record("dmarc", null, dmarc)];
  const more: ZoneLister = async (zone) => [
    ...(await lister(zone)),
    live("TXT", "_dmarc.example.com", '"v=DMARC1; p=none;"'),
  ];
  expect((await told({ mailzone: both }, more)).split("\n").at(-1)).toMatchInlineSnapshot(
    `"nothing is applied: run mailzone adopt example.com to adopt the existing records; delete the record at the new name, or use another name; or apply with --no-preflight"`,
  );
});

describe("after a plan", () => {
  let root: string;
  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-preflight-"));
  });
  afterEach(() => fs.rmSync(root, { recursive: true }));

  /** What is said, kept and read back by the review. */
  async function kept(changes: object[], lister: ZoneLister, interrupted = false) {
    const plans = new SavedPlans(path.join(root, "plans"));
    const draft = await plans.draft("mail");
    const json = plan(changes);
    fs.writeFileSync(draft.planFile, "plan");
    fs.writeFileSync(draft.jsonFile, json);
    const info = planInfo({ plan: sha256("plan"), json: sha256(json) });
    await plans.keep(draft, info);
    await plans.removeDraft(draft);
    const said: string[] = [];
    const workspace = {
      kind: "real",
      label: "",
      plans,
      interrupts: { interrupted },
      say: (line: string) => said.push(line),
    } as unknown as Workspace;
    const results = await keepPreflight(workspace, [{ info, plan: readPlan(json, "mail") }], lister);
    const saved = await plans.read("mail");
    if (saved === undefined || saved === "damaged") throw new Error(`the plan is ${saved}`);
    const bytes = saved.preflight === null ? undefined : await plans.readVerified(saved, "preflight");
    expect(saved).toMatchObject({
      plan: info.plan,
      json: info.json,
      status: "planned",
    });
    return {
      said,
      result: results.get("mail"),
      read: bytes && readPreflight(bytes.toString(), "mail"),
    };
  }

  test("a record in the way is reported with the fix that works, and kept with the plan", async () => {
    const lister: ZoneLister = async () => [
      live("TXT", "_dmarc.example.com", '"v=DMARC1; p=reject"'),
      live("MX", "mail.example.com", "mx.example.net", { priority: 5 }),
      live("A", "bounce.example.com", "192.0.2.1"),
      live("NS", "sub.example.com", "ns.example.net"),
    ];
    const mailFrom = dns("MX", "mail.example.com", "feedback-smtp.us-east-1.amazonses.com", { priority: 10 });
    const changes = [
      record("dmarc", null, dmarc),
      record("mail-from-mx", null, mailFrom),
      record("record-sub", null, txt("sub.example.com", "x")),
    ];
    const { said, result, read } = await kept(changes, lister);
    expect(read).toEqual(result);
    expect(result).toMatchObject({
      unread: null,
      clashes: [
        { record: "dmarc", cure: { do: "adopt" } },
        { record: "mail-from-mx", cure: { do: "mail-from", label: "bounces" } },
        { record: "record-sub", cure: { do: "delegated" } },
      ],
    });
    expect(said.join("\n").split("\n").at(-1)).toMatchInlineSnapshot(
      `"an apply is refused: run mailzone adopt example.com to adopt the existing records; the MAIL FROM name of "example.com" is used for something else: write mailFrom: bounces for it, or another label that nothing uses; "sub.example.com" is delegated to other name servers: publish the record there, or delete the NS records; or apply with --no-preflight"`,
    );
  });

  test("an empty result is kept, and nothing is printed", async () => {
    const { said, read } = await kept([record("dmarc", null, dmarc)], async () => []);
    expect(said).toEqual([]);
    expect(read).toEqual({ format: 1, unread: null, clashes: [] });
  });

  test("if the token may not read, one line says so, and the result is kept", async () => {
    const lister: ZoneLister = () => Promise.reject(new CloudflareError("denied", 'zone "example.com" was refused'));
    const { said, read } = await kept([record("dmarc", null, dmarc)], lister);
    expect(said).toEqual([
      'the new records were not compared with those in the zones, apply does that: zone "example.com" was refused',
    ]);
    expect(read).toEqual({
      format: 1,
      unread: 'zone "example.com" was refused',
      clashes: [],
    });
  });

  test("an interrupt keeps no note that says that nothing conflicts", async () => {
    const { said, result, read } = await kept([record("dmarc", null, dmarc)], async () => [], true);
    expect([said, result, read]).toEqual([[], undefined, undefined]);
  });
});

test.each([
  "",
  "{",
  "[]",
  "{}",
  '{"format":2,"unread":null,"clashes":[]}',
  '{"format":1,"unread":null,"clashes":[{}]}',
])("%j is no preflight.json", (text) => {
  expect(() => readPreflight(text, "mail")).toThrow('preflight.json of stack "mail" cannot be read: plan it again');
});

test("a recreated resource must be forgotten first, because an import into an address of the state does nothing", async () => {
  const gone = { ...record("dmarc", dmarc, null), mode: "managed" };
  const text = plan([record("dmarc", null, dmarc)], { resource_drift: [gone] });
  const lister: ZoneLister = async () => [live("TXT", "_dmarc.example.com", '"v=DMARC1; p=none;"')];
  const told = refuseClashes(
    { interrupts: { interrupted: false }, kind: "real" } as Workspace,
    [readPlan(text, "mail")],
    lister,
  );
  await expect(told).rejects.toThrow(
    `nothing is applied: the state still has the old id of a record that was deleted and made again: run terraform state rm ${RECORD}.example_com__dmarc in the stack's folder, then run mailzone adopt example.com to adopt the existing records; or apply with --no-preflight`,
  );
});
