// Where state is kept. CDKTF's default writes an absolute path, and cdktf-cli deletes a stack's folder with all that is in it
// once the stack is gone: a local path is therefore relative and leads out of the out folder. Terraform reads no template in
// a backend and OpenTofu does, so that no text with one is right for both: the schema refuses it.
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

/** Where a stack's state is kept. With none of it the stack takes a backend construct of CDKTF, or CDKTF's own default. */
export interface StateProps {
  /** The block of a stack, by the stack's name. @default - local files in `stateFolder` */
  readonly backend?: (stack: string) => BackendBlock | undefined;
  /**
   * The folder that holds `terraform.<stack>.tfstate`.
   * @default - no backend is added where `backend` gives none either
   */
  readonly stateFolder?: string;
  /** CDKTF's out folder, such as `cdktf.out`; Terraform runs in `<out>/stacks/<stack>`. @default - the app's */
  readonly outFolder?: string;
}

/**
 * Gives a stack the backend that `props` say.
 * @param name the stack's name, as the state file and the block are to have it
 */
export function addBackend(stack: TerraformStack, name: string, props: StateProps): void {
  unescapeOnSynth(stack);
  const { backend, stateFolder, outFolder } = props;
  const block = backend?.(name);
  if (block === undefined) {
    // A second backend of a stack is CDKTF's error, so that the user's own can only stand where there is none of ours.
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

/** Any backend by Terraform's own name: CDKTF's classes lag behind Terraform's settings (S3's `use_lockfile`). */
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
