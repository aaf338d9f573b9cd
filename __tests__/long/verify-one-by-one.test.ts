// verify in the emulator: real DNS servers on loopback, SES by the real SDK.
import { domainsYaml, entryOf, type Project, withProject } from "../helpers/project";

jest.setTimeout(90_000);

let project: Project;
withProject(async (fresh) => {
  project = fresh;
  await project.startApplied();
});

const edit = (...args: string[]) => project.runHere("emulator", "edit", ...args);

/** The names of the DKIM records. */
async function dkimNames(): Promise<string[]> {
  const { records } = await project.world();
  return records.filter((record) => record.includes("_domainkey")).map((record) => record.split(" ")[1] ?? "");
}

test("verify reports exactly one missing DKIM record, one proxied, and one with the zone's name doubled", async () => {
  const [first = "", second = "", third = ""] = await dkimNames();
  await edit("delete", first, "CNAME");
  await edit("change", second, "CNAME", "--proxied");
  await edit("delete", third, "CNAME");
  const target = `${third.split(".")[0]}.dkim.amazonses.com`;
  await edit("add", "record", `${third}.example.com`, "CNAME", target);
  const { code, stdout } = await project.runHere("verify", "--emulated", "--json");
  expect(code).toBe(1);
  const { causes } = JSON.parse(stdout) as { causes: { id: string; severity: string; message: string }[] };
  const told = causes.filter(({ severity, id }) => severity === "error" && !id.startsWith("ses-"));
  expect(
    told
      .map(({ id, message }) => [id, [first, second, third].findIndex((name) => message.includes(`"${name}"`))])
      .sort(),
  ).toEqual([
    ["cname-proxied", 1],
    ["dkim-partial", 0],
    ["name-doubled", 2],
  ]);
});

test("what is not live is an annotation at its line of domains.yaml", async () => {
  await edit("delete", "_dmarc.example.com", "TXT");
  const { code, stdout } = await project.runHere("verify", "--emulated", "--format", "github");
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^::error file=domains\.yaml,line=\d+,col=\d+,title=record-missing::TXT "_dmarc\.example\.com"/m,
  );
});

test("what a request for production access needs, in the sandbox and out of it", async () => {
  const list = async () => {
    const { code, stdout } = await project.runHere("verify", "--emulated", "--readiness", "--json");
    const { regions } = JSON.parse(stdout) as {
      regions: { access: string; website?: string; items: { id: string; status: string }[] }[];
    };
    const [{ access, website, items }] = regions as [(typeof regions)[number]];
    return { code, access, website, ...Object.fromEntries(items.map(({ id, status }) => [id, status])) };
  };
  const seen = {
    sending: "there",
    identity: "there",
    dkim: "there",
    "mail-from": "there",
    dmarc: "there",
    suppression: "there",
    bounces: "confirm",
    complaints: "confirm",
    consent: "confirm",
  };
  expect(await list()).toMatchObject({ ...seen, code: 0, access: "production" });
  await edit("account", "us-east-1", "--no-production", "--no-sending");
  await edit("delete", "_dmarc.example.com", "TXT");
  expect(await list()).toMatchObject({
    ...seen,
    sending: "missing",
    dmarc: "missing",
    code: 1,
    access: "not-requested",
  });
  const { code, stderr } = await project.runHere("verify", "--emulated", "--readiness", "--wait", "1m");
  expect([code, stderr]).toEqual([2, expect.stringContaining("verify got --readiness and --wait: say one of them")]);
});

test("the table with its status column", async () => {
  const { code, stdout } = await project.runHere("records", "--live", "--emulated", "--purpose", "dmarc");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^live +TXT +_dmarc\.example\.com$/m);
});

test("others' SPF and consent to reports cannot be seen here, and are no fault", async () => {
  const own = "spf: {include: [_spf.google.com]}, dmarc: {policy: none, rua: d@reports.example.net}";
  project.write("domains.yaml", domainsYaml(entryOf("example.com", "us-east-1", own)));
  await project.runHere("plan", "--emulated");
  expect(await project.runHere("apply", "--emulated")).toMatchObject({ code: 0 });
  const { code, stdout } = await project.runHere("verify", "--emulated");
  const unseen = stdout.split("\n").filter((line) => line.includes("cannot be seen here"));
  expect([code, unseen]).toEqual([
    0,
    [
      'not seen: SPF includes of "example.com": "google.com" is outside the emulator and cannot be seen here',
      'not seen: consent to DMARC reports of "example.com": "example.net" is outside the emulator and cannot be seen here',
    ],
  ]);
});
