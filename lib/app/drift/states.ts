// The states of stacks, without synth and without a provider. A local file is read as it is. Of any other backend Terraform pulls it,
// in a folder that has nothing but the backend's block, so that `terraform init` installs no provider.
import fs from "node:fs";
import path from "node:path";
import { backendBlock, stateFolder } from "../../config/backend";
import type { Configuration } from "../../config/configuration";
import { type AppliedStack, readState } from "../../drift/state";
import { writeWhole } from "../../files/write";
import { type CommandResult, runPlain, type TerraformContext } from "../../terraform/command";
import { InterruptedError } from "../../terraform/errors";
import { init, isInitialized } from "../../terraform/init";
import { openPlain, refuseLinks } from "../../terraform/links";
import { mapLimited } from "../../terraform/process/limit";
import type { SynthesizedStack } from "../../terraform/synth";
import { refuseUnwrittenStates } from "../../terraform/unwritten-state";
import type { Workspace } from "../context";
import { projectFolder } from "../project";
import { withTerraform } from "../terraform";

/** The state of ten thousand records is some 20 MB. */
const LIMIT = 256 << 20;

/**
 * Reads the states of the stacks, in their order. A state that cannot be read is unknown.
 * @param parallel how many are pulled at a time
 * @throws TerraformError if there is no Terraform to pull with, or an apply left a state that it could not write; InterruptedError
 */
export async function readStates(
  workspace: Workspace,
  { backend }: Pick<Configuration, "backend">,
  names: readonly string[],
  parallel: number,
): Promise<AppliedStack[]> {
  refuseUnwrittenStates(workspace.out, names);
  const isEmulated = workspace.kind === "sandbox";
  const blocks = names.map((name) => (isEmulated ? undefined : backendBlock(backend, name)));
  const folder = localFolder(workspace, { backend });
  if (blocks.every((block) => block === undefined))
    return Promise.all(names.map((name) => readLocal(path.join(folder, fileOf(name)), name)));
  const stacks = names.map((name, index) => backendFolder(workspace, name, blocks[index]));
  // Set for stacks' folders, and of these no stack: all would share one.
  const { TF_DATA_DIR: _, ...env } = workspace.env;
  return withTerraform({ ...workspace, env }, stacks, (terraform) =>
    mapLimited(stacks, parallel, (stack) => pull(terraform, stack)),
  );
}

/** Local states in the project's folder of stacks that the configuration does not have. */
export function strayStates(
  workspace: Workspace,
  config: Pick<Configuration, "backend">,
  stacks: readonly string[],
): readonly string[] {
  if (workspace.kind === "real" && backendBlock(config.backend, "any") !== undefined) return [];
  try {
    const found = fs
      .readdirSync(localFolder(workspace, config))
      .filter((name) => /^terraform\..+\.tfstate$/.test(name));
    return found.filter((name) => !stacks.some((stack) => name === fileOf(stack))).sort();
  } catch {
    return [];
  }
}

function localFolder(workspace: Workspace, { backend }: Pick<Configuration, "backend">): string {
  if (workspace.kind === "sandbox") return workspace.folder;
  return path.resolve(projectFolder(workspace), stateFolder(backend));
}

function fileOf(stack: string): string {
  return `terraform.${stack}.tfstate`;
}

async function readLocal(file: string, stack: string): Promise<AppliedStack> {
  const failed = (why: string): AppliedStack => ({
    stack,
    resources: [],
    unknown: [{ stack, message: `the state of stack "${stack}", "${file}", ${why}` }],
  });
  try {
    const handle = await openPlain(file);
    try {
      if ((await handle.stat()).size > LIMIT) return failed(`is larger than ${LIMIT >> 20} MB: look what it is`);
      return readState(await handle.readFile("utf8"), stack);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return failed("does not exist: nothing was applied yet, or the state is elsewhere");
    if (code === "ELOOP") return failed("is a link, and none is followed to a state: put the file itself there");
    if (code === "EINVAL" && syscall === undefined) return failed("is no file: put the state there");
    if (code === undefined) throw error;
    return failed(`cannot be read (${code}): let this user read it`);
  }
}

/** A folder of ours with the backend's block alone. It is kept, because a second init costs as much as the first. */
function backendFolder(workspace: Workspace, name: string, block: ReturnType<typeof backendBlock>): SynthesizedStack {
  const folder = path.join(workspace.folder, "drift", name);
  refuseLinks(projectFolder(workspace), folder);
  const json = path.join(folder, "backend.tf.json");
  const { type = "", attributes } = block ?? {};
  const text = `${JSON.stringify({ terraform: type === "cloud" ? { cloud: attributes } : { backend: { [type]: attributes } } })}\n`;
  let before: string | undefined;
  try {
    before = fs.readFileSync(json, "utf8");
  } catch {
    before = undefined;
  }
  if (before !== text) {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeWhole(json, text);
  }
  return { name, folder, json, hash: "" };
}

async function pull(terraform: TerraformContext, stack: SynthesizedStack): Promise<AppliedStack> {
  const failed = (result: CommandResult): AppliedStack => {
    if (result.interrupted) throw new InterruptedError();
    const said = result.errors.map(({ summary, detail }) => [summary, detail].filter((text) => text !== "").join(": "));
    const text = said.join("; ").replace(/\s+/g, " ").trim().slice(0, 1_000);
    return {
      stack: stack.name,
      resources: [],
      unknown: [{ stack: stack.name, message: `the state of stack "${stack.name}" cannot be pulled: ${text}` }],
    };
  };
  if (!isInitialized(terraform, stack)) {
    const initialized = await init(terraform, stack, {});
    if (!initialized.ok) return failed(initialized);
  }
  const pulled = await runPlain(terraform, stack, ["state", "pull"]);
  return pulled.ok ? readState(pulled.stdout, stack.name) : failed(pulled);
}
