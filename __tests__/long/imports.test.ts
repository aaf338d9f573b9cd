// imports.yaml where it does not fit what is there: records that are gone, that differ, in other accounts and zones.
import fs from "node:fs";
import { addZone, deleteRecord } from "../../packages/emulator/internals/world";
import { editRecord, type Item, importsYaml, itemOf, makeArticle } from "../helpers/import-items";
import { HandMadeWorld } from "../helpers/made-by-hand";
import { ARTICLE_YAML, type Project, withProject } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
let made: HandMadeWorld;
withProject((fresh) => {
  project = fresh;
  made = new HandMadeWorld(project);
});

const idOf = (items: readonly Item[], record: string) => items.find((item) => item.record === record)!.id;
const LEFT =
  'imports.yaml:1:1: warning: "imports.yaml" lists 9 imports, which are made by the next plan and apply: delete it after the apply (imports-left)';
/** Everything that AWS and Cloudflare have, with all its ids and times. */
const everything = () =>
  made.edit(({ records, identities }) => JSON.stringify([records.values(), identities.values()]));

test("a record that is gone names the line that is to go, and without its item it is made anew", async () => {
  const items = makeArticle(made);
  project.write("imports.yaml", importsYaml(items));
  const [zone = "", id = ""] = idOf(items, "dmarc").split("/");
  made.edit((world) => deleteRecord(world, zone, id));
  expect(await project.runHere("plan", "--emulated")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(
      'imports.yaml:30:5: error: "example.com" dmarc no longer exists, and every plan fails on it: delete this item',
    ),
  });
  project.write("imports.yaml", importsYaml(items.filter(({ record }) => record !== "dmarc")));
  const plan = await project.runHere("plan", "--emulated");
  expect(plan.stdout.split("\n")).toContain("emulated: mailzone: 8 to import, 1 to add, 0 to change, 0 to destroy");
});

test("what differs is imported and changed in the same plan; tags that nobody asks for stay", async () => {
  const items = makeArticle(made);
  const edited = [
    ["dmarc", { content: "v=DMARC1; p=none;" }],
    ["web-www", { comment: "by hand" }],
    ["mail-from-spf", { tags: ["team:mail"] }],
  ] as const;
  const now = new Map(
    edited.map(([record, change]) => [record as string, itemOf(record, editRecord(made, idOf(items, record), change))]),
  );
  project.write("imports.yaml", importsYaml(items.map((item) => now.get(item.record) ?? item)));
  const plan = await project.runHere("plan", "--emulated");
  expect(plan.stdout.split("\n").filter((line) => line.includes(" ~ "))).toEqual([
    'emulated: mailzone: ~ TXT _dmarc.example.com v=DMARC1; p=none; -> "v=DMARC1; p=none;"',
    'emulated: mailzone: ~ CNAME www.example.com d111111abcdef8.cloudfront.net, comment "by hand" -> ""',
  ]);
  expect(plan.stdout.split("\n")).toContain("emulated: mailzone: 9 to import, 0 to add, 2 to change, 0 to destroy");
});

test("an import finds its account and its zone by the resource's own block", async () => {
  made = new HandMadeWorld(project, {});
  const zone = made.edit((world) => addZone(world, "example.com").id);
  project.write(
    "domains.yaml",
    ARTICLE_YAML.replace(/ {2}example\.com: \S+/, "  example.com:").replace("us-east-1", "us-east-1, profile: mail"),
  );
  project.write("imports.yaml", importsYaml(makeArticle(made, zone)));
  const plan = await project.runHere("plan", "--emulated");
  expect(plan.stdout.split("\n")).toContain("emulated: mailzone: 9 to import, 0 to add, 0 to change, 0 to destroy");
});

test("an item that names nothing of domains.yaml is an error before terraform runs", async () => {
  const items = makeArticle(made);
  project.write("imports.yaml", importsYaml(items, "exampel.com"));
  const first =
    'imports.yaml:2:12: error: "exampel.com" is no entry of domains.yaml: did you mean "example.com"? (imports)';
  expect(await project.runHere("check")).toMatchObject({ code: 1, stdout: expect.stringContaining(first) });
  expect(await project.runHere("plan", "--emulated")).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringContaining(first),
  });
  const synth = await project.run(
    "emulator",
    "--",
    "node",
    "-e",
    "require(process.argv[1])",
    `${process.cwd()}/bin/synth.js`,
  );
  expect(synth).toMatchObject({ code: 2, stderr: expect.stringContaining(first) });
});

test("what was made by hand is imported, nothing is changed, and every later plan is empty", async () => {
  project.write("imports.yaml", importsYaml(makeArticle(made)));
  expect(await project.runHere("check")).toMatchObject({
    code: 0,
    stdout: `${LEFT}\ndomains.yaml: 1 domain, no errors, 1 warning\n`,
  });
  const plan = await project.runHere("plan", "--emulated");
  expect(plan).toMatchObject({ code: 0, stderr: expect.stringContaining("1 warning: mailzone check") });
  expect(plan.stdout.split("\n")).toContain("emulated: mailzone: 9 to import, 0 to add, 0 to change, 0 to destroy");
  const review = JSON.parse((await project.runHere("review", "--emulated", "--json")).stdout);
  expect(review).toMatchObject({ verdict: "safe", counts: { safe: 9 } });

  const before = everything();
  expect(await project.runHere("apply", "--emulated")).toMatchObject({
    code: 0,
    stdout: "emulated: mailzone: applied: 9 imported, 0 added, 0 changed, 0 destroyed\n",
  });
  const again = await project.runHere("plan", "--emulated", "--fail-on-changes");
  expect(again).toMatchObject({ code: 0, stdout: "emulated: mailzone: no changes\n" });
  fs.rmSync(project.path("imports.yaml"));
  const without = await project.runHere("plan", "--emulated", "--fail-on-changes");
  expect(without).toMatchObject({ code: 0, stdout: "emulated: mailzone: no changes\n" });
  expect(without.stderr).not.toContain("imports");
  expect(everything()).toBe(before);
});
