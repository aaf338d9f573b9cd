// Where state is kept. CDKTF's default writes an absolute path, and cdktf-cli deletes a stack's folder with all that is in it
// once the stack is gone: a local path is therefore relative and leads out of the out folder. Terraform reads no template in
// a backend and OpenTofu does, so that no text with one is right for both: the schema refuses it.
import path from "node:path";
import {
  CloudBackend,
  LocalBackend,
  NamedCloudWorkspace,
  TerraformBackend,
  type TerraformRemoteState,
  type TerraformStack,
} from "cdktf";
import type { Construct } from "constructs";
import type { BackendBlock } from "../config/backend";
import { everyText, hidden, showTexts } from "./literal";

export interface StateProps {
  /** The block of a stack. @default - local files in `stateFolder` */
  readonly backend?: (stack: string) => BackendBlock | undefined;
  /** The folder that holds `terraform.<stack>.tfstate`. */
  readonly stateFolder: string;
  /** CDKTF's out folder, such as `cdktf.out`; Terraform runs in `<out>/stacks/<stack>`. */
  readonly outFolder: string;
}

/** Gives the stack its backend; a stack without one would get CDKTF's. */
export function addBackend(stack: TerraformStack, name: string, { backend, stateFolder, outFolder }: StateProps): void {
  showTexts(stack);
  const block = backend?.(name);
  if (block === undefined) {
    const workingFolder = path.join(outFolder, "stacks", name);
    const file = path.join(path.relative(workingFolder, stateFolder), `terraform.${name}.tfstate`);
    new LocalBackend(stack, { path: hidden(file.split(path.sep).join("/")) });
  } else if (block.type === "cloud") {
    const { organization, hostname, workspaces } = block.attributes as {
      organization: string;
      hostname?: string;
      workspaces: { name: string; project?: string };
    };
    new CloudBackend(stack, {
      organization: hidden(organization),
      hostname: hostname && hidden(hostname),
      workspaces: new NamedCloudWorkspace(hidden(workspaces.name), workspaces.project && hidden(workspaces.project)),
    });
  } else new NamedBackend(stack, block);
}

/** Any backend by Terraform's own name: CDKTF's classes lag behind Terraform's settings (S3's `use_lockfile`). */
class NamedBackend extends TerraformBackend {
  constructor(
    scope: Construct,
    private readonly block: BackendBlock,
  ) {
    super(scope, "backend", block.type);
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return everyText(this.block.attributes, hidden);
  }

  override getRemoteStateDataSource(): TerraformRemoteState {
    throw new Error(`backend "${this.block.type}" has no data source here: read the state with terraform_remote_state`);
  }
}
