// Gives each stack that CDKTF synthesised into the emulator's out folder a local state in the emulator's folder, whatever its real
// backend is. The states of the app's other stacks that it reads are changed in the same way. Nothing else is rewritten.
import { existsSync, readFileSync, realpathSync, rmSync } from "node:fs";
import path from "node:path";
import { writeWhole } from "../../../../lib/files/write";

type Json = Readonly<Record<string, unknown>>;

/** CDKTF's name for the state of another stack of the same app. */
const CROSS_STACK = /^cross-stack-reference-input-(.+)$/;

/**
 * @param folder where Terraform works, absolute
 * @param emulator the emulator's folder, absolute
 * @returns whether the folder is one of the stacks in the out folder
 * @throws Error if the stack's JSON cannot be read or written
 */
export function rewriteStack(folder: string, emulator: string): boolean {
  const stacks = path.join(emulator, "out", "stacks");
  const file = path.join(folder, "cdk.tf.json");
  if (!existsSync(file) || !existsSync(stacks)) return false;
  if (realpathSync(folder) !== path.join(realpathSync(stacks), path.basename(folder))) return false;
  const statePath = (stack: string) => path.posix.join("..", "..", "..", `terraform.${stack}.tfstate`);
  const text = readFileSync(file, "utf8");
  const stack = JSON.parse(text) as Json;
  const local = { local: { path: statePath(path.basename(folder)) } };
  const { cloud, ...terraform } = object(stack.terraform);
  const data = object(stack.data);
  const remote = Object.entries(object(data.terraform_remote_state)).map(([name, value]) => {
    const other = CROSS_STACK.exec(name)?.[1];
    if (other === undefined || !existsSync(path.join(stacks, other, "cdk.tf.json"))) return [name, value];
    return [name, { ...object(value), backend: "local", config: { path: statePath(other) } }];
  });
  const rewritten = {
    ...stack,
    data: remote.length === 0 ? stack.data : { ...data, terraform_remote_state: Object.fromEntries(remote) },
    terraform: { ...terraform, backend: local },
  };
  // Written in CDKTF's format, so that a stack that needs no change stays the same, byte for byte.
  const wanted = JSON.stringify(rewritten, null, 2);
  if (wanted === text || JSON.stringify(JSON.parse(text), null, 2) === wanted) return true;
  writeWhole(file, wanted);
  // Settings of the real backend from an earlier init.
  rmSync(path.join(folder, ".terraform", "terraform.tfstate"), { force: true });
  return true;
}

function object(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
