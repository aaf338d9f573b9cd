// The state that no disk would take: it is saved or passed on, never dropped.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseUiLine } from "../../lib/terraform/diagnostics";
import { refuseUnwrittenStates, unwrittenState } from "../../lib/terraform/unwritten-state";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-lost-"));
afterAll(() => fs.rmSync(root, { recursive: true }));
let stack: { name: string; folder: string };
beforeEach(() => {
  stack = { name: "mailzone", folder: fs.mkdtempSync(path.join(root, "stack-")) };
});

const STATE = { version: 4, serial: 1, lineage: "a", resources: [] };
const SUMMARY =
  'the state of stack "mailzone" was not written to where it belongs: what was made is known from it alone';

test("an apply that lost nothing has nothing to tell", async () => {
  expect(await unwrittenState(stack, undefined)).toBeUndefined();
});

test("Terraform's own file is named, with the command that brings it back", async () => {
  const file = path.join(stack.folder, "errored.tfstate");
  fs.writeFileSync(file, JSON.stringify(STATE));
  expect(await unwrittenState(stack, undefined)).toEqual({
    severity: "error",
    summary: SUMMARY,
    detail: `it is saved in ${file}: once it can be written there, before any other plan or apply, run terraform -chdir=${stack.folder} state push ${file}`,
  });
});

test("a truncated file is not a state", async () => {
  fs.writeFileSync(path.join(stack.folder, "errored.tfstate"), '{"version": 4,');
  expect(await unwrittenState(stack, undefined)).toBeUndefined();
});

test("the state that Terraform prints is saved where there is room, for its owner alone", async () => {
  // As Terraform 1.11 prints it.
  const line = JSON.stringify({ "@level": "info", "@message": "Emergency state dump", state: STATE });
  const dump = parseUiLine(line)?.state;
  const told = await unwrittenState(stack, dump, [path.join(root, "not-there"), root]);
  const [, file = ""] = /^it is saved in (\S+):/.exec(told?.detail ?? "") ?? [];
  expect([path.dirname(file), JSON.parse(fs.readFileSync(file, "utf8"))]).toEqual([root, STATE]);
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
});

test("and where no disk takes it, it is passed on whole", async () => {
  const told = await unwrittenState(stack, JSON.stringify(STATE), [path.join(root, "not-there")]);
  expect(told?.detail.split("\n").at(-1)).toBe(JSON.stringify(STATE));
});

describe("a state that was left over", () => {
  let out: string;
  const file = (stack: string, name: string) => path.join(out, "stacks", stack, name);
  const leave = (stack: string, name: string, text: string) => {
    fs.mkdirSync(path.join(out, "stacks", stack), { recursive: true });
    fs.writeFileSync(file(stack, name), text);
  };
  const refusal = (...names: string[]) => {
    try {
      refuseUnwrittenStates(out, names);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };
  beforeEach(() => {
    out = fs.mkdtempSync(path.join(root, "out-"));
    leave("mail", "cdk.tf.json", "{}");
  });

  test("blocks nothing if there is none", () => {
    expect(refusal()).toBeUndefined();
    fs.rmSync(out, { recursive: true });
    expect(refusal()).toBeUndefined();
  });

  test.each(["errored.tfstate", "mail-1b4e28ba.errored.tfstate"])("is named with the command, %s", (name) => {
    leave("mail", name, JSON.stringify(STATE));
    const [at, folder] = [file("mail", name), path.join(out, "stacks", "mail")];
    expect(refusal()).toBe(
      `stack "mail" has a state in "${at}" that was not written to where it belongs, what was made is known from it alone: run terraform -chdir=${folder} state push ${at} && rm ${at}`,
    );
    expect([refusal("mail") === refusal(), refusal("web"), fs.existsSync(at)]).toEqual([true, undefined, true]);
  });

  test("a truncated file is not a state, and is not skipped", () => {
    leave("mail", "errored.tfstate", '{"version": 4,');
    expect(refusal()).toBe(
      `stack "mail" has a state in "${file("mail", "errored.tfstate")}" that was not written to where it belongs, and that is cut short: remove it, and take over what the last apply made with mailzone adopt`,
    );
  });

  test("of a stack that is gone is found too, and a shell takes the command as it is", () => {
    out = path.join(out, "it's here");
    leave("gone", "errored.tfstate", JSON.stringify(STATE));
    const quoted = `'${file("gone", "errored.tfstate").replace("'", "'\\''")}'`;
    expect(refusal()).toContain(` state push ${quoted} && rm ${quoted}`);
  });
});
