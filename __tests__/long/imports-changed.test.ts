// What was made by hand comes under management by imports.yaml, with the real terraform, in the emulator.
import fs from "node:fs";
import { editRecord, type Item, importsYaml, makeArticle } from "../helpers/import-items";
import { HandMadeWorld } from "../helpers/made-by-hand";
import { type Project, withProject } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
let made: HandMadeWorld;
withProject((fresh) => {
  project = fresh;
  made = new HandMadeWorld(project);
});

const idOf = (items: readonly Item[], record: string) => items.find((item) => item.record === record)!.id;
const saved = (file: string) => fs.existsSync(project.path(".mailzone", "sandbox", "plans", "mailzone", file));

test("a record that was changed since adopt read it stops the plan, and nothing of it can be applied or reviewed", async () => {
  const items = makeArticle(made);
  project.write("imports.yaml", importsYaml(items));
  editRecord(made, idOf(items, "dkim-2"), { ttl: 300 });
  const refusal =
    /^imports\.yaml:14:5: error: "example\.com" dkim-2 was changed since adopt read it, it is now CNAME sandbox\S+ sandbox\S+\.dkim\.amazonses\.com, ttl 300: run mailzone adopt --write again/m;
  const plan = await project.runHere("plan", "--emulated");
  expect(plan).toMatchObject({
    code: 2,
    stdout: "emulated: mailzone: failed: nothing can be applied\n",
    stderr: expect.stringMatching(refusal),
  });
  expect([saved("plan-info.json"), saved("plan.tfplan"), saved("plan.json")]).toEqual([true, false, false]);
  expect(await project.runHere("apply", "--emulated")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('the last plan of stack "mailzone" failed'),
  });
  expect(await project.runHere("apply", "--emulated", "--expect", "mailzone=v2-0")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(refusal),
  });
});
