import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Interrupts } from "../../lib/terraform/process/interrupts";
import { runProcess } from "../../lib/terraform/process/process";
import { PRIVATE_UMASK, protectStateFiles, refuseLinkedState } from "../../lib/terraform/state-files";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "mailzone-state-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text = "{}") => {
  writeFileSync(path.join(folder, name), text);
  chmodSync(path.join(folder, name), 0o644);
};
const mode = (name: string) => statSync(path.join(folder, name)).mode & 0o777;
const stack = () => ({ folder, json: path.join(folder, "cdk.tf.json") });

test("the state of the local backend and its backup are made the user's alone, and nothing else is touched", async () => {
  for (const name of ["terraform.mail.tfstate", "terraform.mail.tfstate.backup", "other.tfstate"]) write(name);
  write("cdk.tf.json", JSON.stringify({ terraform: { backend: { local: { path: "terraform.mail.tfstate" } } } }));
  await protectStateFiles(stack());
  expect(["terraform.mail.tfstate", "terraform.mail.tfstate.backup", "other.tfstate"].map(mode)).toEqual([
    0o600, 0o600, 0o644,
  ]);
});

test("a state that is a link is left as it is, with what it leads to", async () => {
  write("precious");
  symlinkSync(path.join(folder, "precious"), path.join(folder, "terraform.mail.tfstate"));
  write("cdk.tf.json", JSON.stringify({ terraform: { backend: { local: { path: "terraform.mail.tfstate" } } } }));
  await protectStateFiles(stack());
  expect(mode("precious")).toBe(0o644);
});

test.each(["terraform.mail.tfstate", "terraform.mail.tfstate.backup"])(
  "%s as a link is refused before terraform could write through it",
  async (name) => {
    write("cdk.tf.json", JSON.stringify({ terraform: { backend: { local: { path: "terraform.mail.tfstate" } } } }));
    await expect(refuseLinkedState(stack())).resolves.toBeUndefined();
    symlinkSync(path.join(folder, "nowhere"), path.join(folder, name));
    await expect(refuseLinkedState(stack())).rejects.toThrow(
      `"${path.join(folder, name)}" is a link, and mailzone follows none`,
    );
  },
);

test.each([
  ["another backend", JSON.stringify({ terraform: { backend: { s3: {} } } })],
  ["no backend", "{}"],
  ["no state yet", JSON.stringify({ terraform: { backend: { local: { path: "none.tfstate" } } } })],
  ["no JSON", "{"],
])("%s is no error", async (_, text) => {
  write("cdk.tf.json", text);
  await expect(protectStateFiles(stack())).resolves.toBeUndefined();
});

test("what a child makes is the user's alone where it is asked for, and our own mask stays what it was", async () => {
  const interrupts = new Interrupts({ kill: () => undefined });
  const touch = (name: string) => ["-e", `require("fs").writeFileSync(${JSON.stringify(name)}, "")`];
  const before = process.umask();
  const options = { cwd: folder, env: {}, interrupts };
  await runProcess(process.execPath, touch("private"), { ...options, umask: PRIVATE_UMASK });
  await runProcess(process.execPath, touch("plain"), options);
  expect(mode("private")).toBe(0o600);
  expect(mode("plain")).toBe(0o666 & ~before);
  expect(process.umask()).toBe(before);
  expect(readFileSync(path.join(folder, "private"), "utf8")).toBe("");
});
