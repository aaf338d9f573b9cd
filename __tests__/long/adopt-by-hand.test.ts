// A running mail domain, made by hand, comes under management: two commands, and a plan that changes nothing.
import fs from "node:fs";
import { articleRecords, HandMadeWorld } from "../helpers/made-by-hand";
import { type Project, withProject } from "../helpers/project";

jest.setTimeout(90_000);

let project: Project;
let world: HandMadeWorld;
withProject((fresh) => {
  project = fresh;
  world = new HandMadeWorld(project);
});

test("what a person made is imported, and nothing is changed by it", async () => {
  world.records(articleRecords(world.identity()));
  const before = world.all();

  const seen = await project.runHere("adopt", "--emulated");
  expect(seen.stdout).toMatch(/^emulated: DNS, SES and Cloudflare are emulated\n\nexample\.com\n/);
  expect(seen.stdout).toContain("9 to import unchanged, 0 to import and change, 0 to create, 0 clashes");
  expect(fs.existsSync(project.path("imports.yaml"))).toBe(false);

  const adopted = await project.runHere("adopt", "--write", "--emulated");
  expect(adopted).toMatchObject({ code: 0 });
  expect(adopted.stderr).toContain("emulated: 9 imports written to imports.yaml: commit it, and run mailzone plan");
  const planned = await project.runHere("plan", "--emulated");
  expect(planned.stdout).toContain("emulated: mailzone: 9 to import, 0 to add, 0 to change, 0 to destroy");
  expect(await project.runHere("apply", "--emulated")).toMatchObject({ code: 0 });
  expect(world.all()).toEqual(before);

  const check = await project.runHere("check");
  expect(check.stdout + check.stderr).toContain("imports-left");
  fs.rmSync(project.path("imports.yaml"));
  expect(await project.runHere("plan", "--emulated", "--fail-on-changes")).toMatchObject({ code: 0 });
  expect((await project.runHere("adopt", "--emulated")).stdout).toContain("9 managed already");
});

test("an apply on a zone that was never adopted stops before it makes anything", async () => {
  world.records(articleRecords([]));
  const before = world.all();
  const planned = await project.runHere("plan", "--emulated", "--json");
  expect(planned.code).toBe(2);
  expect(planned.stderr).toContain("an apply is refused: run mailzone adopt --emulated example.com to adopt the");
  const [{ status, preflight }] = JSON.parse(planned.stdout);
  expect({ status, unread: preflight.unread }).toEqual({ status: "planned", unread: null });
  expect(preflight.clashes).toContainEqual(expect.objectContaining({ record: "dmarc", cure: { do: "adopt" } }));

  const reviewed = await project.runHere("review", "--emulated");
  expect(reviewed.stdout).toMatch(
    /in the way: record "dmarc" of "example.com", TXT "_dmarc.example.com", cannot be created/,
  );
  expect((await project.runHere("review", "--emulated", "--format", "markdown")).stdout).toMatch(
    /### Existing records in the zones\n\n- record `dmarc` of `example.com`, TXT `_dmarc.example.com`/,
  );
  // All that stands there is imported as it is: nothing is to be said.
  const adopted = await project.runHere("adopt", "--emulated", "--format", "sarif");
  expect(JSON.parse(adopted.stdout).runs).toMatchObject([
    { automationDetails: { id: "mailzone-adopt/" }, results: [] },
  ]);
  const json = JSON.parse((await project.runHere("review", "--emulated", "--json")).stdout);
  expect(json.preflight).toEqual([{ stack: "mailzone", ...preflight }]);
  // The same plan as a foreign file: nobody looked, and its digest is the same.
  const file = project.path(".mailzone", "sandbox", "plans", "mailzone", "plan.json");
  const foreign = JSON.parse((await project.runHere("review", `mailzone=${file}`, "--json")).stdout);
  expect(foreign).toMatchObject({ preflight: [], stacks: json.stacks });

  const { code, stderr } = await project.runHere("apply", "--emulated");
  expect(code).toBe(2);
  expect(stderr).toContain('record "dmarc" of "example.com", TXT "_dmarc.example.com", cannot be created');
  expect(stderr).toContain(
    "nothing is applied: run mailzone adopt --emulated example.com to adopt the existing records",
  );
  expect(await project.world()).toMatchObject({ identities: [] });
  expect(world.all()).toEqual(before);
});
