// A change of DKIM keys, as docs/dkim-keys.md has it: what each step says, and that the former names are there until they may go.
import { domainsYaml, entryOf, type Project, withProject } from "../helpers/project";

jest.setTimeout(90_000);

let project: Project;
withProject((fresh) => {
  project = fresh;
});

const mailzone = (...args: string[]) => project.runHere(...args, "--emulated");
const write = (more: string) => project.write("domains.yaml", domainsYaml(entryOf("example.com", "us-east-1", more)));
async function apply() {
  const planned = await mailzone("plan");
  const review = await mailzone("review");
  const applied = await mailzone("apply");
  expect([planned.code, applied.code]).toEqual([0, 0]);
  return { review: review.stdout, applied: applied.stderr };
}
async function verify() {
  const { stdout } = await mailzone("verify", "--json");
  const { causes } = JSON.parse(stdout) as { causes: { id: string; fix: string }[] };
  return causes.filter(({ id }) => /^(dkim|ses)/.test(id) && id !== "dkim-key-1024");
}
async function names(): Promise<string[]> {
  const { records } = await project.world();
  return records.filter((record) => record.includes("_domainkey")).map((record) => record.split(" ")[1] ?? "");
}

test("a longer key takes one apply for both plans, and the former names are kept until they may go", async () => {
  write("dkim: {keyLength: 1024}");
  await apply();
  await project.runHere("emulator", "advance", "1h");
  expect(await verify()).toEqual([]);
  const former = await names();

  write("dkim: {keyLength: 2048}");
  const changed = await apply();
  expect(changed.review).toContain("(dkim-key-changed)");
  // One command: the second plan is made, shown and applied by the same apply.
  expect(changed.applied).toContain(
    '"example.com" in us-east-1: SES made new DKIM tokens, planning again for the records that follow them',
  );
  expect(changed.applied.match(/: ~ CNAME .*_domainkey\.example\.com -> /g)).toHaveLength(3);
  expect(await verify()).toEqual([]);
  expect((await names()).filter((name) => former.includes(name))).toEqual([]);
  expect((await mailzone("plan")).stdout).toContain("no changes");

  const kept = former.map((name, index) => {
    const label = name.replace(".example.com", "");
    return `former-${index}: {type: CNAME, name: ${label}, content: ${label.split(".")[0]}.dkim.amazonses.com}`;
  });
  write(`dkim: {keyLength: 2048}, records: {${kept.join(", ")}}`);
  await apply();
  expect(await names()).toHaveLength(6);

  await project.runHere("emulator", "advance", "1h");
  const [cause, ...others] = await verify();
  expect(others).toEqual([]);
  expect(cause?.id).toBe("dkim-key-former");
  expect(cause?.fix).toMatch(/^take them out of records from \d{4}-\d\d-\d\d on/);
  write("dkim: {keyLength: 2048}");
  await apply();
  expect(await names()).toHaveLength(3);
  expect(await verify()).toEqual([]);
  expect((await mailzone("plan")).stdout).toContain("no changes");
});
