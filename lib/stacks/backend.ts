// Where state is kept. CDKTF's default writes an absolute path, and cdktf-cli deletes a stack's folder with all that is in it
// once the stack is gone: the path is therefore relative and leads out of the out folder, to the project's root.
import path from "node:path";
import { LocalBackend, type TerraformStack } from "cdktf";

export interface StateFolder {
  /** The folder that holds `terraform.<stack>.tfstate`: the project's root, or the sandbox's own. */
  readonly stateFolder: string;
  /** CDKTF's out folder, such as `cdktf.out`; Terraform runs in `<out>/stacks/<stack>`. */
  readonly outFolder: string;
}

export function localBackend(stack: TerraformStack, name: string, { stateFolder, outFolder }: StateFolder): void {
  const workingFolder = path.join(outFolder, "stacks", name);
  const file = path.join(path.relative(workingFolder, stateFolder), `terraform.${name}.tfstate`);
  new LocalBackend(stack, { path: file.split(path.sep).join("/") });
}
