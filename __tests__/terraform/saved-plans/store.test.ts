import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isStackName, parsePlanInfo, SavedPlans } from "../../../lib/terraform/saved-plans/store";
import { planInfo } from "./plan-info";

let root: string;
let plans: SavedPlans;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "mailzone-plans-"));
  plans = new SavedPlans(path.join(root, "plans"));
});
afterEach(() => rmSync(root, { recursive: true }));

test("what is written is read back, and nothing lies beside it", async () => {
  await plans.prepare("mail");
  const info = planInfo({ plan: null, status: "failed" });
  await plans.write(info);
  expect(await plans.read("mail")).toEqual(info);
  expect(readdirSync(plans.folder("mail"))).toEqual(["plan-info.json"]);
  expect(statSync(path.join(plans.folder("mail"), "plan-info.json")).mode & 0o777).toBe(0o600);
});

test("the folder is the user's alone, also one that was there before", async () => {
  mkdirSync(plans.folder("mail"), { recursive: true });
  chmodSync(plans.folder("mail"), 0o755);
  await plans.prepare("mail");
  expect(statSync(plans.folder("mail")).mode & 0o777).toBe(0o700);
});

test("a plan belongs to its info by its hash", async () => {
  await plans.prepare("mail");
  writeFileSync(plans.planFile("mail"), "plan");
  const info = planInfo({ plan: await plans.hashPlanFile("mail") });
  await plans.write(info);
  expect(await plans.read("mail")).toEqual(info);
  writeFileSync(plans.planFile("mail"), "another plan");
  expect(await plans.read("mail")).toBe("damaged");
  rmSync(plans.planFile("mail"));
  expect(await plans.read("mail")).toBe("damaged");
});

test("a plan file without its info is no saved plan, and another stack's info is not this one's", async () => {
  await plans.prepare("mail");
  writeFileSync(plans.planFile("mail"), "plan");
  expect(await plans.read("mail")).toBeUndefined();
  writeFileSync(
    path.join(plans.folder("mail"), "plan-info.json"),
    JSON.stringify(planInfo({ stack: "other", plan: null })),
  );
  expect(await plans.read("mail")).toBe("damaged");
});

test("a discarded plan is gone, and discarding none is no error", async () => {
  await plans.prepare("mail");
  await plans.write(planInfo({ plan: null }));
  await plans.discard("mail");
  expect(existsSync(plans.folder("mail"))).toBe(false);
  await plans.discard("mail");
});

test("a folder that cannot be written is an error that names it", async () => {
  writeFileSync(path.join(root, "plans"), "a file where the folder should be");
  await expect(plans.prepare("mail")).rejects.toThrow(
    `the saved plan of stack "mail" cannot be written to "${root}/plans/mail", ENOTDIR: make it writable`,
  );
});

test.each([
  "",
  "{",
  "null",
  "1",
  "{}",
  JSON.stringify({ ...planInfo(), format: 2 }),
  JSON.stringify({ ...planInfo(), status: "new" }),
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
