// adopt where it takes longer: a first domains.yaml, and the way out of management.
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

test("adopt --init writes a domains.yaml for the zone as it is, which changes nothing", async () => {
  const tokens = world.identity({ tags: { team: "mail" }, configurationSetName: "news" });
  world.records([
    ...articleRecords(tokens).slice(0, 5),
    ["TXT", "_dmarc.example.com", '"v=DMARC1; p=quarantine; pct=50; rua=mailto:a@example.com,mailto:b@example.com"'],
    ["TXT", "example.com", '"v=spf1 include:_spf.example.net ip4:192.0.2.0/24 -all"', { ttl: 300, comment: "ours" }],
    ["A", "example.com", "192.0.2.1", { proxied: true }],
    ["MX", "example.com", "mx.example.net", { priority: 10 }],
  ]);
  const before = world.all();
  fs.rmSync(project.path("domains.yaml"));

  expect(await project.runHere("adopt", "--init", "example.com", "--emulated")).toMatchObject({ code: 0 });
  expect(await project.runHere("adopt", "--write", "--emulated")).toMatchObject({ code: 0 });
  const planned = await project.runHere("plan", "--emulated");
  expect(planned.stdout).toMatch(/^emulated: mailzone: \d+ to import, 0 to add, 0 to change, 0 to destroy$/m);
  expect(await project.runHere("apply", "--emulated")).toMatchObject({ code: 0 });
  expect(world.all()).toEqual(before);
  // Nothing is written over.
  const again = await project.runHere("adopt", "--init", "example.com", "--emulated");
  expect(again).toMatchObject({ code: 2, stdout: "" });
  expect(again.stderr).toContain('"domains.yaml" is there already, and is not written over');
});

test("a domain that is released leaves management and stays as it is", async () => {
  await project.startApplied();
  const before = await project.world();
  const released = await project.runHere("adopt", "--release", "example.com");
  expect(released).toMatchObject({ code: 0 });
  expect(project.read("domains.yaml")).toContain("state: released");
  const planned = await project.runHere("plan", "--emulated");
  expect(planned.stdout).toContain("0 to import, 0 to add, 0 to change, 0 to destroy, 9 to forget");
  expect(await project.runHere("apply", "--emulated")).toMatchObject({ code: 0 });
  expect(await project.world()).toEqual(before);
});
