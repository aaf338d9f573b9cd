// The backend of a stack. CDKTF's default is an absolute path, and cdktf-cli deletes a stack's folder with everything in it when the
// stack is gone. So a local path is relative and outside the out folder. Terraform does not evaluate templates in a backend and OpenTofu
// does, so a text with a template would be wrong for one of them: the schema refuses it.
import path from "node:path";
import {
  App,
  CloudBackend,
  LocalBackend,
  NamedCloudWorkspace,
  TerraformBackend,
  type TerraformRemoteState,
  type TerraformStack,
} from "cdktf";
import type { Construct } from "constructs";
import type { BackendBlock } from "../config/backend";
import { escapeTokens, mapStrings, unescapeOnSynth } from "./escape";

/** Where a stack's state is stored. Without any of these the stack uses a backend construct of CDKTF, or CDKTF's default. */
export interface StateProps {
  /** The block of a stack, by the stack's name. @default - local files in `stateFolder` */
  readonly backend?: (stack: string) => BackendBlock | undefined;
  /**
   * The folder that holds `terraform.<stack>.tfstate`.
   * @default - no backend is added, unless `backend` returns one
   */
  readonly stateFolder?: string;
  /** CDKTF's out folder, such as `cdktf.out`; Terraform runs in `<out>/stacks/<stack>`. @default - the app's */
  readonly outFolder?: string;
}

/**
 * Adds the backend of `props` to a stack.
 * @param name the stack's name, for the state file and the block
 */
export function addBackend(stack: TerraformStack, name: string, props: StateProps): void {
  unescapeOnSynth(stack);
  const { backend, stateFolder, outFolder } = props;
  const block = backend?.(name);
  if (block === undefined) {
    // CDKTF refuses a second backend, so a user can only add one if we add none.
    if (stateFolder === undefined) return;
    const workingFolder = path.join(outFolder ?? App.of(stack).outdir, "stacks", name);
    const file = path.join(path.relative(workingFolder, stateFolder), `terraform.${name}.tfstate`);
    new LocalBackend(stack, { path: escapeTokens(file.split(path.sep).join("/")) });
  } else if (block.type === "cloud") {
    const { organization, hostname, workspaces } = block.attributes as {
      organization: string;
      hostname?: string;
      workspaces: { name: string; project?: string };
    };
    new CloudBackend(stack, {
      organization: escapeTokens(organization),
      hostname: hostname && escapeTokens(hostname),
      workspaces: new NamedCloudWorkspace(
        escapeTokens(workspaces.name),
        workspaces.project && escapeTokens(workspaces.project),
      ),
    });
  } else new NamedBackend(stack, block);
}

/** Any backend by its Terraform name: CDKTF's classes do not have all of Terraform's settings (such as `use_lockfile` of S3). */
class NamedBackend extends TerraformBackend {
  constructor(
    scope: Construct,
    private readonly block: BackendBlock,
  ) {
    super(scope, "backend", block.type);
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return mapStrings(this.block.attributes, escapeTokens);
  }

  override getRemoteStateDataSource(): TerraformRemoteState {
    throw new Error(`backend "${this.block.type}" has no data source here: read the state with terraform_remote_state`);
  }
}
