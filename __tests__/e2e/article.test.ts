// The article's domain through the command line, with the real terraform, in the emulator.
import { type Project, withProject } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
withProject((fresh) => {
  project = fresh;
});

test("plan, apply, an empty second plan, the table, and SES verified", async () => {
  const before = await project.runHere("records", "--emulated");
  expect(before.stderr).toContain('placeholders stand for what is not applied yet, of "example.com"');
  expect(before.stdout).toContain("<dkim-token-1>._domainkey.example.com");

  const plan = await project.run("plan", "--emulated");
  expect(plan).toMatchObject({ code: 0 });
  expect(plan.stdout.split("\n")).toContain("emulated: mailzone: 0 to import, 9 to add, 0 to change, 0 to destroy");
  const apply = await project.runHere("apply", "--emulated");
  expect(apply).toMatchObject({
    code: 0,
    stdout: "emulated: mailzone: applied: 0 imported, 9 added, 0 changed, 0 destroyed\n",
  });
  const again = await project.runHere("plan", "--emulated", "--fail-on-changes");
  expect(again).toMatchObject({ code: 0, stdout: "emulated: mailzone: no changes\n" });

  const table = await project.runHere("records", "--emulated", "--json");
  const records = JSON.parse(table.stdout) as { type: string; name: string; content: string }[];
  const world = await project.world();
  expect(records.map(({ type, name, content }) => `${type} ${name} ${content}`).sort()).toEqual(world.records);
  expect(world.identities).toEqual(["example.com us-east-1 SUCCESS"]);
  expect(records.map(({ type }) => type)).toEqual(["CNAME", "CNAME", "CNAME", "MX", "TXT", "TXT", "CNAME"]);
});

test("bad input is refused at once, with every place, and nothing is synthesised", async () => {
  project.write("domains.yaml", "zones: {example.com: 7}\ndomains:\n  - domian: example.com\n");
  const expected = [
    'domains.yaml:1:22: error: zone "example.com" is 7: expected a text, put quotes around it (schema)',
    'domains.yaml:3:5: error: "domain" of domain 1 of the list is missing: add it (schema)',
    'domains.yaml:3:5: error: unknown key "domian" in domain 1 of the list: did you mean "domain"? (schema)',
    "",
  ].join("\n");
  expect(await project.runHere("plan", "--emulated")).toEqual({ code: 2, stdout: "", stderr: expected });
  expect(await project.runHere("check")).toMatchObject({ code: 2, stdout: expected });
});
