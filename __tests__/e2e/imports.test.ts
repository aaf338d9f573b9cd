// What was made by hand comes under management by imports.yaml, with the real terraform, in the sandbox.
import fs from "node:fs";
import { editRecord, type Item, importsYaml, makeArticle } from "../helpers/import-items";
import { HandMadeWorld } from "../helpers/made-by-hand";
import { Project } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
let made: HandMadeWorld;
beforeEach(() => {
  project = new Project();
  made = new HandMadeWorld(project);
});
afterEach(() => project.remove());

const lastLine = (text: string) => text.trimEnd().split("\n").at(-1);
const LEFT =
  'imports.yaml:1:1: warning: "imports.yaml" lists 9 imports, which are made by the next plan and apply: delete it after the apply (imports-left)';
const idOf = (items: readonly Item[], record: string) => items.find((item) => item.record === record)!.id;
/** Everything that AWS and Cloudflare have, with all its ids and times. */
const everything = () =>
  made.edit(({ records, identities }) => JSON.stringify([records.values(), identities.values()]));
const saved = (file: string) => fs.existsSync(project.path(".mailzone", "sandbox", "plans", "mailzone", file));

test("what was made by hand is imported, nothing is changed, and every later plan is empty", async () => {
  project.write("imports.yaml", importsYaml(makeArticle(made)));
  expect(await project.run("check")).toMatchObject({
    code: 0,
    stdout: `${LEFT}\ndomains.yaml: 1 domain, no errors, 1 warning\n`,
  });
  const plan = await project.run("plan", "--sandbox");
  expect(plan).toMatchObject({ code: 0, stderr: expect.stringContaining(LEFT) });
  expect(lastLine(plan.stdout)).toBe("sandbox: mailzone: 9 to import, 0 to add, 0 to change, 0 to destroy");
  const review = JSON.parse((await project.run("review", "--sandbox", "--json")).stdout);
  expect(review).toMatchObject({ verdict: "safe", counts: { safe: 9 } });

  const before = everything();
  expect(await project.run("apply", "--sandbox")).toMatchObject({
    code: 0,
    stdout: "sandbox: mailzone: applied: 9 imported, 0 added, 0 changed, 0 destroyed\n",
  });
  const again = await project.run("plan", "--sandbox", "--fail-on-changes");
  expect(again).toMatchObject({ code: 0, stdout: "sandbox: mailzone: no changes\n" });
  fs.rmSync(project.path("imports.yaml"));
  const without = await project.run("plan", "--sandbox", "--fail-on-changes");
  expect(without).toMatchObject({ code: 0, stdout: "sandbox: mailzone: no changes\n" });
  expect(without.stderr).not.toContain("imports");
  expect(everything()).toBe(before);
});

test("a record that was changed since adopt looked stops the plan, and nothing of it can be applied or reviewed", async () => {
  const items = makeArticle(made);
  project.write("imports.yaml", importsYaml(items));
  editRecord(made, idOf(items, "dkim-2"), { ttl: 300 });
  const refusal =
    /^imports\.yaml:14:5: error: "example\.com" dkim-2 was changed since adopt looked, it is now CNAME sandbox\S+ sandbox\S+\.dkim\.amazonses\.com, ttl 300: run mailzone adopt --write again/m;
  const plan = await project.run("plan", "--sandbox");
  expect(plan).toMatchObject({
    code: 2,
    stdout: "sandbox: mailzone: failed: nothing can be applied\n",
    stderr: expect.stringMatching(refusal),
  });
  expect([saved("plan-info.json"), saved("plan.tfplan"), saved("plan.json")]).toEqual([true, false, false]);
  expect(await project.run("apply", "--sandbox")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('the last plan of stack "mailzone" failed'),
  });
  expect(await project.run("apply", "--sandbox", "--expect", "mailzone=v1-0")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(refusal),
  });
});
