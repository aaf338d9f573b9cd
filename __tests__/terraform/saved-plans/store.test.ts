import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sha256 } from "../../../lib/terraform/hash";
import { type PlanInfo, parsePlanInfo } from "../../../lib/terraform/saved-plans/plan-info";
import { isStackName, SavedPlans } from "../../../lib/terraform/saved-plans/store";
import { planInfo } from "./plan-info";

let root: string;
let plans: SavedPlans;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "mailzone-plans-"));
  plans = new SavedPlans(path.join(root, "plans"));
});
afterEach(() => rmSync(root, { recursive: true }));

const NOTE = "plan-info.json";
const noteFile = () => path.join(plans.folder("mail"), NOTE);

/** Saves a plan as `mailzone plan` does. */
async function save(rest: Partial<PlanInfo> = {}): Promise<PlanInfo> {
  const draft = await plans.draft("mail");
  writeFileSync(draft.planFile, "plan");
  writeFileSync(draft.jsonFile, "json");
  const info = planInfo({ plan: sha256("plan"), json: sha256("json"), ...rest });
  await plans.keep(draft, info);
  await plans.removeDraft(draft);
  return info;
}

test("what is saved is read back, for the user alone, and nothing lies beside it", async () => {
  const info = await save();
  expect(await plans.read("mail")).toEqual(info);
  expect((await plans.readVerified(info, "json")).toString()).toBe("json");
  expect(readdirSync(plans.folder("mail")).sort()).toEqual(["plan-info.json", "plan.json", "plan.tfplan"]);
  expect(statSync(plans.folder("mail")).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(plans.folder("mail")))
    expect(statSync(path.join(plans.folder("mail"), name)).mode & 0o777).toBe(0o600);
});

test("only the user can read the folder, also one that existed before", async () => {
  mkdirSync(plans.folder("mail"), { recursive: true });
  chmodSync(plans.folder("mail"), 0o755);
  await plans.draft("mail");
  expect(statSync(plans.folder("mail")).mode & 0o777).toBe(0o700);
});

test("a draft is not a saved plan, no matter what it contains", async () => {
  const draft = await plans.draft("mail");
  writeFileSync(draft.planFile, "plan");
  writeFileSync(draft.jsonFile, "json");
  expect(await plans.read("mail")).toBeUndefined();
  await plans.removeDraft(draft);
  expect(readdirSync(plans.folder("mail"))).toEqual([]);
});

test("only the note of a refused plan is kept", async () => {
  const draft = await plans.draft("mail");
  writeFileSync(draft.planFile, "plan");
  writeFileSync(draft.jsonFile, "json");
  await plans.keep(draft, planInfo({ status: "failed", plan: null, json: null }));
  await plans.removeDraft(draft);
  expect(readdirSync(plans.folder("mail"))).toEqual([NOTE]);
  expect(await plans.read("mail")).toMatchObject({ status: "failed" });
});

describe("files that are not of one plan are found out", () => {
  test.each<[string, () => void]>([
    ["another plan file", () => writeFileSync(plans.planFile("mail"), "another")],
    ["another plan's JSON", () => writeFileSync(plans.jsonFile("mail"), "another")],
    ["a plan file that is half copied", () => writeFileSync(plans.planFile("mail"), "pl")],
    ["no plan file", () => rmSync(plans.planFile("mail"))],
    ["no JSON", () => rmSync(plans.jsonFile("mail"))],
    ["a preflight that nothing speaks of", () => writeFileSync(plans.preflightFile("mail"), "{}")],
    ["a note that is torn", () => writeFileSync(noteFile(), readFileSync(noteFile(), "utf8").slice(0, 100))],
    ["an empty note", () => writeFileSync(noteFile(), "")],
    ["another stack's note", () => writeFileSync(noteFile(), JSON.stringify(planInfo({ stack: "other" })))],
    [
      "a folder in the place of the note",
      () => {
        rmSync(noteFile());
        mkdirSync(noteFile());
      },
    ],
  ])("%s", async (_, fault) => {
    await save();
    fault();
    expect(await plans.read("mail")).toBe("damaged");
  });
});

test("a preflight is bound by its hash, and the plan's own hashes stay", async () => {
  const info = await plans.keepPreflight(await save(), '{"clashes":[]}');
  expect(await plans.read("mail")).toEqual(info);
  expect((await plans.readVerified(info, "preflight")).toString()).toBe('{"clashes":[]}');
  writeFileSync(plans.preflightFile("mail"), '{"clashes": []}');
  expect(await plans.read("mail")).toBe("damaged");
});

test("files without their note are not a saved plan: a run that is killed before it writes the note leaves none", async () => {
  await save();
  rmSync(noteFile());
  expect(await plans.read("mail")).toBeUndefined();
});

describe("what is applied is what was checked", () => {
  const REFUSAL =
    'the saved plan of stack "mail" is not the one that was checked, its files have changed since: nothing is applied, run mailzone plan again';

  test("the copy has the checked bytes, lies in a folder of the user's alone, and a later swap does not reach it", async () => {
    const copy = await plans.copyForApply(await save());
    writeFileSync(plans.planFile("mail"), "another");
    expect(readFileSync(copy, "utf8")).toBe("plan");
    expect(statSync(path.dirname(copy)).mode & 0o777).toBe(0o700);
    await plans.removeCopy(copy);
    expect(existsSync(path.dirname(copy))).toBe(false);
  });

  test("a plan file that was swapped between check and apply is not applied, and no copy stays", async () => {
    const info = await save();
    writeFileSync(plans.planFile("mail"), "another");
    await expect(plans.copyForApply(info)).rejects.toThrow(REFUSAL);
    expect(readdirSync(plans.folder("mail")).sort()).toEqual(["plan-info.json", "plan.json", "plan.tfplan"]);
  });

  test("JSON that was swapped between check and judgement is not judged", async () => {
    const info = await save();
    writeFileSync(plans.jsonFile("mail"), "another");
    await expect(plans.readVerified(info, "json")).rejects.toThrow(REFUSAL);
    rmSync(plans.jsonFile("mail"));
    await expect(plans.readVerified(info, "json")).rejects.toThrow(REFUSAL);
  });

  test("a whole other plan that was put there, note and all, is not the one that was checked", async () => {
    const info = await save();
    const draft = await plans.draft("mail");
    writeFileSync(draft.planFile, "another");
    writeFileSync(draft.jsonFile, "another");
    await plans.keep(draft, planInfo({ plan: sha256("another"), json: sha256("another") }));
    await expect(plans.copyForApply(info)).rejects.toThrow(REFUSAL);
    await expect(plans.readVerified(info, "json")).rejects.toThrow(REFUSAL);
  });
});

test("the note of a used plan stays, and its files with secrets are deleted", async () => {
  const info = await plans.keepPreflight(await save(), "{}");
  await plans.markUsed({ ...info, status: "applied" });
  expect(readdirSync(plans.folder("mail"))).toEqual([NOTE]);
  expect(await plans.read("mail")).toMatchObject({ status: "applied", plan: null, json: null, preflight: null });
});

test("a run that was killed before it deleted the files of a used-up plan leaves a note that says so", async () => {
  await plans.write({ ...(await save()), status: "applied" });
  expect(await plans.read("mail")).toMatchObject({ status: "applied" });
});

test("a discarded plan is deleted with what a killed run left, and discarding a missing one is no error", async () => {
  await plans.copyForApply(await save());
  await plans.draft("mail");
  await plans.discard("mail");
  expect(existsSync(plans.folder("mail"))).toBe(false);
  await plans.discard("mail");
});

describe("no link is followed, written through or emptied", () => {
  let outside: string;
  beforeEach(() => {
    outside = path.join(root, "outside");
    mkdirSync(outside);
    writeFileSync(path.join(outside, "precious"), "precious");
  });
  const everything = async (): Promise<void> => {
    for (const attempt of [
      () => plans.discard("mail"),
      () => plans.draft("mail"),
      () => plans.write(planInfo()),
      () => plans.read("mail"),
      () => plans.copyForApply(planInfo()),
      () => plans.readVerified(planInfo(), "json"),
      () => plans.markUsed(planInfo()),
    ])
      await expect(attempt()).rejects.toThrow(/is a link, and mailzone follows none .*: remove it$/);
    expect(readdirSync(outside)).toEqual(["precious"]);
  };

  test("the folder of all plans", async () => {
    symlinkSync(outside, plans.root);
    await everything();
    expect(() => plans.stacks()).toThrow("is a link");
  });

  test("a folder above it, within the project", async () => {
    const linked = path.join(root, "project", ".mailzone");
    mkdirSync(path.dirname(linked));
    symlinkSync(outside, linked);
    plans = new SavedPlans(path.join(linked, "plans"), path.join(root, "project"));
    await everything();
  });

  test("a stack's folder", async () => {
    mkdirSync(plans.root);
    symlinkSync(outside, plans.folder("mail"));
    expect(plans.stacks()).toEqual(["mail"]);
    await everything();
  });

  test("the project itself may be reached through one", async () => {
    symlinkSync(root, path.join(root, "way"));
    plans = new SavedPlans(path.join(root, "way", "plans"), path.join(root, "way"));
    const info = await save();
    expect(await plans.read("mail")).toEqual(info);
  });

  test.each<[string, () => string]>([
    ["plan file", () => plans.planFile("mail")],
    ["JSON", () => plans.jsonFile("mail")],
    ["note", noteFile],
  ])("the %s, though it leads to the very bytes", async (_, file) => {
    await save();
    const target = path.join(outside, "same");
    writeFileSync(target, readFileSync(file()));
    rmSync(file());
    symlinkSync(target, file());
    await expect(plans.read("mail")).rejects.toThrow("is a link");
  });
});

test("a folder that cannot be written is an error that names it", async () => {
  writeFileSync(path.join(root, "plans"), "a file where the folder should be");
  await expect(plans.draft("mail")).rejects.toThrow(
    `the saved plan of stack "mail" cannot be written to "${root}/plans/mail": a part of its path is not a folder (ENOTDIR): move that file away and run it again`,
  );
});

test.each([
  "",
  "{",
  "null",
  "1",
  "{}",
  JSON.stringify({ ...planInfo(), format: 1 }),
  JSON.stringify({ ...planInfo(), status: "new" }),
  JSON.stringify({ ...planInfo(), json: undefined }),
  JSON.stringify({ ...planInfo(), synthesized: 1 }),
])("%s is no plan-info.json", (text) => {
  expect(parsePlanInfo(text)).toBeUndefined();
});

test.each([
  ["mailzone", true],
  ["shop-eu.1_a", true],
  ["", false],
  [".", false],
  ["..", false],
  [".hidden", false],
  ["a/b", false],
  ["a\\b", false],
  ["-out", false],
  ["a\u0000", false],
])("%j may be the name of a stack's folder: %s", (name, expected) => {
  expect(isStackName(name)).toBe(expected);
  if (!expected) expect(() => plans.folder(name)).toThrow("cannot be the name of a folder");
});
