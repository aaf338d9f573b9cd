// A program that plans and applies with mailzone as a library, and what the guards let through: with Terraform played by the test.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  applyStacks,
  createWorkspace,
  loadConfiguration,
  planDigest,
  planStacks,
  Refused,
  type WorkspaceOptions,
} from "../../lib";
import { FakeTerraform } from "../helpers/fake-terraform";
import { ARTICLE_YAML } from "../helpers/project";
import { change, IDENTITY, identity, plan, record, txt } from "../review/plans";

const dmarc = txt("_dmarc.example.com", "v=DMARC1; p=none;");
const planOf = (...changes: object[]) => plan(changes, { applyable: true, complete: true });
const HARMLESS = planOf(record("dmarc", dmarc, { ...dmarc, ttl: 300 }));
const DANGEROUS = planOf(record("dmarc", dmarc, null));
const LOST = planOf(change(`${IDENTITY}.example_com`, identity(), null));

let cwd: string;
let terraform: FakeTerraform;
beforeEach(() => {
  cwd = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-app-")));
  fs.writeFileSync(path.join(cwd, "domains.yaml"), ARTICLE_YAML);
  terraform = new FakeTerraform(HARMLESS);
});
afterEach(() => fs.rmSync(cwd, { recursive: true }));

function start(options: Partial<WorkspaceOptions> = {}) {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const env = { TERRAFORM_BINARY_NAME: "terraform", HOME: cwd };
  const workspace = createWorkspace({ cwd, env, run: terraform.run, say, ...options });
  return { workspace, said, config: loadConfiguration(["domains.yaml"], cwd) };
}
const once = { parallel: 1, preflight: false };

test("what was planned is applied, and nothing else, once", async () => {
  const { workspace, config } = start();
  const planned = await planStacks(workspace, config, once);
  expect(planned.results).toMatchObject([{ stack: "mail", status: "planned", changed: true }]);
  expect(planned.review.verdict).toBe("safe");
  terraform.plan = DANGEROUS;
  const applied = await applyStacks(workspace, config, once);
  expect(applied).toMatchObject({ kind: "ended", results: [{ stack: "mail", status: "applied" }] });
  expect(terraform.applied).toEqual([HARMLESS]);
  await expect(applyStacks(workspace, config, once)).rejects.toThrow("has already been applied");
});

test("a plan made with real providers is applied only by them in the emulator, and one of the emulated providers only by those", async () => {
  const { workspace, config } = start();
  const emulated = { ...workspace, kind: "sandbox", label: "emulated: " } as const;
  const real = { ...emulated, realProviders: true, initEnv: workspace.env };
  await planStacks(real, config, once);
  terraform.calls.length = 0;
  await expect(applyStacks(emulated, config, once)).rejects.toThrow("is of the real providers: apply it with");
  expect(terraform.calls.filter((command) => command !== "synth" && command !== "version")).toEqual([]);
  await planStacks(emulated, config, once);
  await expect(applyStacks(real, config, once)).rejects.toThrow("is of the emulated providers: apply it without");
  expect(terraform.applied).toEqual([]);
  await planStacks(real, config, once);
  expect(await applyStacks(real, config, once)).toMatchObject({ kind: "ended" });
  expect(terraform.applied).toEqual([HARMLESS]);
});

test.each<[string, string, Parameters<typeof applyStacks>[2], RegExp]>([
  ["a danger that nobody accepted", DANGEROUS, once, /\(dmarc-removed@example\.com\)/],
  ["an identity that is lost", LOST, once, /deletes the identity "example\.com", its mail stops/],
])("%s is refused, and nothing is applied", async (_, text, request, why) => {
  terraform.plan = text;
  const { workspace, config } = start();
  await planStacks(workspace, config, once);
  const refusal = applyStacks(workspace, config, request);
  await expect(refusal).rejects.toThrow(why);
  await expect(refusal).rejects.toBeInstanceOf(Refused);
  expect(terraform.applied).toEqual([]);
});

test("a danger is applied where it is accepted, or a person says yes", async () => {
  terraform.plan = DANGEROUS;
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return "yes";
  };
  const { workspace, config } = start({ ask });
  await planStacks(workspace, config, once);
  await applyStacks(workspace, config, once);
  await planStacks(workspace, config, once);
  await applyStacks(workspace, config, { ...once, accept: [{ rule: "dmarc-removed", domain: "example.com" }] });
  expect(asked).toHaveLength(1);
  expect(terraform.applied).toHaveLength(2);
});

test("what was reviewed is applied by its digest, and what would do something else is not", async () => {
  const { workspace, config } = start();
  const { results } = await planStacks(workspace, config, once);
  const [saved] = results.flatMap((result) => result.saved ?? []);
  const reviewed = new Map([["mail", planDigest(saved!.plan)]]);
  terraform.plan = DANGEROUS;
  const changed = await applyStacks(workspace, config, { ...once, expect: reviewed });
  expect(changed).toMatchObject({ kind: "changed", changed: [{ stack: "mail" }] });
  expect(terraform.applied).toEqual([]);
  terraform.plan = HARMLESS;
  expect(await applyStacks(workspace, config, { ...once, expect: reviewed })).toMatchObject({ kind: "ended" });
  expect(terraform.applied).toEqual([HARMLESS]);
});

test("a plan of another configuration, or of a state that has moved, is refused", async () => {
  const { workspace, config } = start();
  await planStacks(workspace, config, once);
  terraform.touch("mail");
  await expect(applyStacks(workspace, config, once)).rejects.toThrow("is stale, its state has changed since");
  terraform.configuration = '{"other": 1}';
  await expect(applyStacks(workspace, config, once)).rejects.toThrow("has changed since its plan");
  expect(terraform.applied).toEqual([]);
});

test("state that CI would lose is refused before anything runs", async () => {
  const { workspace, config } = start({ env: { TERRAFORM_BINARY_NAME: "terraform", HOME: cwd, CI: "true" } });
  await expect(applyStacks(workspace, config, once)).rejects.toThrow("state is a local file");
  expect(terraform.calls).toEqual([]);
});

test("an interrupt before the apply begins nothing", async () => {
  const { workspace, config } = start();
  await planStacks(workspace, config, once);
  terraform.before = (command) => {
    if (command === "state") workspace.interrupts.raise();
  };
  await expect(applyStacks(workspace, config, once)).rejects.toThrow("interrupted");
  expect(terraform.applied).toEqual([]);
});
