// Zones as they are out there, each adopted: the plan creates nothing that exists and destroys nothing, the plan after the apply
// is empty, and whatever is not mailzone's is the same as before, byte for byte.
import fs from "node:fs";
import { ZONE_ID } from "../helpers/domains";
import { articleRecords, type HandMade, HandMadeWorld } from "../helpers/made-by-hand";
import { domainsYaml, entryOf, type Project, withProject } from "../helpers/project";

jest.setTimeout(180_000);

let project: Project;
let world: HandMadeWorld;
withProject((fresh) => {
  project = fresh;
  world = new HandMadeWorld(project);
});

interface Hand {
  /** What domains.yaml says beside the domain. @default - the article's website */
  readonly settings?: string;
  readonly domain?: string;
  /** Whether the identity exists. @default true */
  readonly identity?: boolean;
  /** What somebody made for the identity's tokens. */
  readonly made: (tokens: readonly string[]) => readonly HandMade[];
  /** Beside mailzone's records, and left alone. */
  readonly foreign?: readonly HandMade[];
  /** imports, creates, changes of the plan. */
  readonly counts: readonly [imports: number, adds: number, changes: number];
  /** What adopt says. */
  readonly says?: readonly string[];
}

const WEB = "web: {www: d111111abcdef8.cloudfront.net}";
const without = (records: readonly HandMade[], ...names: readonly string[]) =>
  records.filter(([, name]) => !names.includes(name));
const withText = (records: readonly HandMade[], change: (record: HandMade) => HandMade) => records.map(change);

const WORLDS: Readonly<Record<string, Hand>> = {
  "an empty zone": { identity: false, made: () => [], counts: [0, 9, 0] },
  "the article's seven, made by hand": { made: articleRecords, counts: [9, 0, 0] },
  "text without quotes": {
    made: (tokens) =>
      withText(articleRecords(tokens), ([type, name, content, rest = {}]) => [
        type,
        name,
        content.replaceAll('"', ""),
        rest,
      ]),
    counts: [9, 0, 2],
  },
  "an SPF of five other senders at the domain itself": {
    made: articleRecords,
    foreign: [
      ["TXT", "example.com", '"v=spf1 include:_spf.example.net include:mail.example.org ip4:192.0.2.0/24 a mx ~all"'],
      ["TXT", "example.com", '"some-site-verification=0123456789"'],
    ],
    counts: [9, 0, 0],
    says: ['the SPF of "example.com" is left alone'],
  },
  "an SPF that is taken over with all its senders": {
    settings: `${WEB}, spf: {include: [_spf.example.net], ip4: [192.0.2.0/24], amazonses: true}`,
    made: (tokens) => [
      ...articleRecords(tokens),
      ["TXT", "example.com", '"v=spf1 include:_spf.example.net ip4:192.0.2.0/24 ~all"'],
    ],
    counts: [10, 0, 1],
  },
  "a DMARC record with pct and two report addresses": {
    settings: `${WEB}, dmarc: {raw: "v=DMARC1; p=quarantine; pct=50; rua=mailto:a@example.com,mailto:b@example.com"}`,
    made: (tokens) => [
      ...without(articleRecords(tokens), "_dmarc.example.com"),
      ["TXT", "_dmarc.example.com", '"v=DMARC1; p=quarantine; pct=50; rua=mailto:a@example.com,mailto:b@example.com"'],
    ],
    counts: [9, 0, 0],
  },
  "names with the zone doubled": {
    made: (tokens) => without(articleRecords(tokens), `${tokens[0]}._domainkey.example.com`),
    foreign: [["CNAME", "selector._domainkey.example.com.example.com", "selector.dkim.amazonses.com"]],
    counts: [8, 1, 0],
  },
  "DKIM of an identity that is gone": {
    made: articleRecords,
    foreign: ["a", "b", "c"].map((letter) => {
      const token = letter.repeat(32);
      return ["CNAME", `${token}._domainkey.example.com`, `${token}.dkim.amazonses.com`];
    }),
    counts: [9, 0, 0],
  },
  "DKIM behind the proxy": {
    made: (tokens) =>
      articleRecords(tokens).map(([type, name, content, rest = {}]) => [
        type,
        name,
        content,
        name.includes("_domainkey") ? { ...rest, proxied: true } : rest,
      ]),
    counts: [9, 0, 3],
  },
  "mail of Google Workspace at the domain": {
    made: articleRecords,
    foreign: [
      ["MX", "example.com", "smtp.google.com", { priority: 1 }],
      ["TXT", "example.com", '"v=spf1 include:_spf.google.com ~all"'],
      ["TXT", "google._domainkey.example.com", '"v=DKIM1; k=rsa; p=MIIBexample"'],
    ],
    counts: [9, 0, 0],
  },
  "mail of Microsoft 365 at the domain": {
    made: articleRecords,
    foreign: [
      ["MX", "example.com", "example-com.mail.protection.outlook.com", { priority: 0 }],
      ["TXT", "example.com", "v=spf1 include:spf.protection.outlook.com -all"],
      ["CNAME", "selector1._domainkey.example.com", "selector1-example-com._domainkey.example.onmicrosoft.com"],
      ["CNAME", "autodiscover.example.com", "autodiscover.outlook.com"],
    ],
    counts: [9, 0, 0],
  },
  wildcards: {
    made: (tokens) => without(articleRecords(tokens), "www.example.com"),
    foreign: [
      ["CNAME", "*.example.com", "example.net"],
      ["TXT", "*.example.com", '"wild"'],
    ],
    counts: [8, 1, 0],
  },
  "3,500 records, read in pages": {
    made: articleRecords,
    foreign: Array.from({ length: 3_493 }, (_, index) => ["A", `host-${index}.example.com`, "192.0.2.7"]),
    counts: [9, 0, 0],
  },
  "an international name": {
    domain: "xn--bcher-kva.example.com",
    settings: "",
    made: (tokens) =>
      articleRecords(tokens, "xn--bcher-kva.example.com").filter(([, name]) => !name.startsWith("www.")),
    counts: [8, 0, 0],
  },
};

test.each(Object.entries(WORLDS))("%s", async (_name, hand) => {
  const { made, foreign = [], counts, says = [], identity = true, domain = "example.com", settings = WEB } = hand;
  project.write("domains.yaml", domainsYaml(entryOf(domain, "us-east-1", settings)));
  const tokens = identity ? world.identity({ domain }) : [];
  world.records(made(tokens));
  world.records(foreign);
  const before = world.all();
  const isForeign = new Set(foreign.map(([type, name]) => `${type} ${name}`));
  const foreignOf = (all: typeof before) => all.filter(({ type, name }) => isForeign.has(`${type} ${name}`));

  const adopted = await project.runHere("adopt", "--write", "--emulated");
  expect(adopted).toMatchObject({ code: 0 });
  for (const words of says) expect(adopted.stdout).toContain(words);
  const [imports, adds, changes] = counts;
  const planned = await project.runHere("plan", "--emulated");
  expect(planned.stdout).toContain(`${imports} to import, ${adds} to add, ${changes} to change, 0 to destroy`);
  expect(await project.runHere("apply", "--emulated")).toMatchObject({ code: 0 });
  fs.rmSync(project.path("imports.yaml"), { force: true });
  expect(await project.runHere("plan", "--emulated", "--fail-on-changes")).toMatchObject({ code: 0 });

  const after = world.all();
  expect(JSON.stringify(foreignOf(after))).toBe(JSON.stringify(foreignOf(before)));
  // Nothing was made twice: what was there has its id still.
  const ids = new Set(after.map(({ id }) => id));
  expect(before.filter(({ id }) => !ids.has(id))).toEqual([]);
  const records = adds - (identity ? 0 : 2);
  expect(after).toHaveLength(before.length + records);
  expect(after.every(({ zone_id }) => zone_id === ZONE_ID)).toBe(true);
});

describe("faults", () => {
  beforeEach(() => {
    project.write("domains.yaml", domainsYaml(entryOf("example.com", "us-east-1", WEB)));
  });
  const filler = Array.from({ length: 5_500 }, (_, index): HandMade => ["A", `host-${index}.example.com`, "192.0.2.7"]);

  test("an API that dies between two pages writes nothing, and the next run reads all", async () => {
    world.records(articleRecords(world.identity()));
    world.records(filler);
    const fault = ["error", "--operation", "list", "--type", "cloudflare_dns_record", "--skip", "1", "--times", "0"];
    await project.runHere("emulator", "fault", ...fault, "--status", "503", "--retry-after", "0");
    const broken = await project.runHere("adopt", "--write", "--emulated");
    expect(broken).toMatchObject({ code: 2 });
    expect(fs.existsSync(project.path("imports.yaml"))).toBe(false);
    await project.runHere("emulator", "fault", "clear");
    expect(await project.runHere("adopt", "--write", "--emulated")).toMatchObject({ code: 0 });
    expect((await project.runHere("plan", "--emulated")).stdout).toContain(
      "9 to import, 0 to add, 0 to change, 0 to destroy",
    );
  });

  test("a limit on requests is waited for as Cloudflare says", async () => {
    world.records(articleRecords(world.identity()));
    const fault = [
      "error",
      "--operation",
      "list",
      "--type",
      "cloudflare_dns_record",
      "--times",
      "1",
      "--status",
      "429",
    ];
    await project.runHere("emulator", "fault", ...fault, "--retry-after", "1");
    const adopted = await project.runHere("adopt", "--emulated");
    expect(adopted).toMatchObject({ code: 0 });
    expect(adopted.stderr).toContain("Cloudflare takes no more requests for now: waiting for 1 s");
  });
});
