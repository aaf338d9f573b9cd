// The article's domain through the command line, with the real terraform, in the sandbox.
import { ARTICLE_ENTRY, ARTICLE_YAML, domainsYaml, entryOf, Project } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
beforeEach(() => {
  project = new Project();
});
afterEach(() => project.remove());
afterAll(() => Project.clean());

const lastLine = (text: string) => text.trimEnd().split("\n").at(-1);

test("plan, apply, an empty second plan, the table, and SES verified", async () => {
  const before = await project.run("records", "--sandbox");
  expect(before.stderr).toContain('placeholders stand for what is not applied yet, of "example.com"');
  expect(before.stdout).toContain("<dkim-token-1>._domainkey.example.com");

  const plan = await project.run("plan", "--sandbox");
  expect(plan).toMatchObject({ code: 0 });
  expect(lastLine(plan.stdout)).toBe("sandbox: mailzone: 0 to import, 9 to add, 0 to change, 0 to destroy");
  const apply = await project.run("apply", "--sandbox");
  expect(apply).toMatchObject({
    code: 0,
    stdout: "sandbox: mailzone: applied: 0 imported, 9 added, 0 changed, 0 destroyed\n",
  });
  const again = await project.run("plan", "--sandbox", "--fail-on-changes");
  expect(again).toMatchObject({ code: 0, stdout: "sandbox: mailzone: no changes\n" });

  const table = await project.run("records", "--sandbox", "--json");
  const records = JSON.parse(table.stdout) as { type: string; name: string; content: string }[];
  const world = await project.world();
  expect(records.map(({ type, name, content }) => `${type} ${name} ${content}`).sort()).toEqual(world.records);
  expect(world.identities).toEqual(["example.com us-east-1 SUCCESS"]);
  expect(records.map(({ type }) => type)).toEqual(["CNAME", "CNAME", "CNAME", "MX", "TXT", "TXT", "CNAME"]);
});

test("a drift is seen and mended, and the exit code says so", async () => {
  await project.startApplied();
  await project.run("sandbox", "edit", "delete", "_dmarc.example.com", "TXT");
  const plan = await project.run("plan", "--sandbox", "--fail-on-changes");
  expect(plan.code).toBe(1);
  expect(plan.stdout).toContain('sandbox: mailzone: + TXT _dmarc.example.com "v=DMARC1; p=none;"');
  await project.run("apply", "--sandbox");
  expect((await project.world()).records).toContain('TXT _dmarc.example.com "v=DMARC1; p=none;"');
});

test("a protected domain is not destroyed, a changed region does not replace it, an unprotected one goes", async () => {
  await project.startApplied();
  const refused = await project.run("destroy", "--all", "--yes", "--sandbox");
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('"example.com" is protected') });

  project.write("domains.yaml", ARTICLE_YAML.replace("us-east-1", "eu-west-1"));
  const replace = await project.run("plan", "--sandbox");
  expect(replace.code).toBe(2);
  expect(replace.stderr).toContain('stack "mailzone": Error: Instance cannot be destroyed');
  expect(lastLine(replace.stdout)).toBe("sandbox: mailzone: failed: nothing can be applied");
  const apply = await project.run("apply", "--sandbox");
  expect(apply).toMatchObject({ code: 2, stderr: expect.stringContaining('the last plan of stack "mailzone" failed') });

  project.write("domains.yaml", ARTICLE_YAML.replace("domain: example.com", "domain: example.com, protect: false"));
  const asked = await project.run("destroy", "--all", "--sandbox");
  expect(asked).toMatchObject({
    code: 2,
    stderr: "destroy has no terminal on which to ask: say --yes if you are sure\n",
  });
  const destroy = await project.run("destroy", "mailzone", "--yes", "--sandbox");
  expect(destroy).toMatchObject({
    code: 0,
    stdout: "sandbox: mailzone: applied: 0 imported, 0 added, 0 changed, 9 destroyed\n",
  });
  expect(destroy.stderr).toContain('sandbox: mailzone: mail of "example.com" (us-east-1) stops, 7 records go');
  expect(await project.world()).toEqual({ records: [], identities: [] });
});

test("an entry that is taken out is refused until its name is given", async () => {
  project.write("domains.yaml", domainsYaml(ARTICLE_ENTRY, entryOf("example.org", "eu-west-1")));
  await project.apply();
  expect((await project.world()).identities).toEqual([
    "example.com us-east-1 SUCCESS",
    "example.org eu-west-1 SUCCESS",
  ]);

  project.write("domains.yaml", ARTICLE_YAML);
  const plan = await project.run("plan", "--sandbox");
  expect(lastLine(plan.stdout)).toBe("sandbox: mailzone: 0 to import, 0 to add, 0 to change, 8 to destroy");
  const refused = await project.run("apply", "--sandbox", "--allow-destroy", "example.com");
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(
      'the plan of stack "mailzone" deletes the identity "example.org", its mail stops: add --allow-destroy example.org if that is wanted',
    ),
  });
  expect((await project.world()).identities).toHaveLength(2);
  const apply = await project.run("apply", "--sandbox", "--allow-destroy", "example.org");
  expect(apply.code).toBe(0);
  expect((await project.world()).identities).toEqual(["example.com us-east-1 SUCCESS"]);
});

test("the order of domains.yaml changes nothing in what is synthesised", async () => {
  const entries = [ARTICLE_ENTRY, entryOf("b.example.com", "eu-west-1"), entryOf("a.example.com", "af-south-1")];
  const synthesised = async (order: string[]) => {
    project.write("domains.yaml", domainsYaml(...order));
    await project.run("plan", "--sandbox");
    return project.read(".mailzone", "sandbox", "out", "stacks", "mailzone", "cdk.tf.json");
  };
  expect(await synthesised([...entries].reverse())).toBe(await synthesised(entries));
});

test("bad input is refused at once, with every place, and nothing is synthesised", async () => {
  project.write("domains.yaml", "zones: {example.com: 7}\ndomains:\n  - domian: example.com\n");
  const expected = [
    'domains.yaml:1:22: error: zone "example.com" is 7: expected a text, put quotes around it (schema)',
    'domains.yaml:3:5: error: "domain" of domain 1 of the list is missing: add it (schema)',
    'domains.yaml:3:5: error: unknown key "domian" in domain 1 of the list: did you mean "domain"? (schema)',
    "",
  ].join("\n");
  expect(await project.run("plan", "--sandbox")).toEqual({ code: 2, stdout: "", stderr: expected });
  expect(await project.run("check")).toMatchObject({ code: 2, stdout: expected });
  const synth = await project.run("sandbox", "--", "cdktf", "synth");
  expect(synth.code).toBe(1);
  expect(synth.stderr + synth.stdout).toContain("domains.yaml:1:22: error:");
  expect(() => project.read(".mailzone", "sandbox", "out", "manifest.json")).toThrow("ENOENT");
});
