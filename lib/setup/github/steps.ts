// All steps for a repository on GitHub, in the order in which they are done.
import type { Step } from "../step";
import { branchStep } from "./branch";
import { type GitHubSetupProps, githubContext } from "./context";
import { environmentSteps, secretSteps } from "./environments";
import { labelStep, soleMaintainerSteps, variableSteps } from "./variables";
import { actionsStep, codeownersStep, filesStep, runSteps } from "./workflows";

export interface GitHubSetup {
  readonly steps: readonly Step[];
  readonly branch: string;
  /** Whether the token may change settings. */
  readonly isAdmin: boolean;
}

/** @throws ApiError if the token cannot see the repository */
export async function githubSetup(props: GitHubSetupProps): Promise<GitHubSetup> {
  const context = await githubContext(props);
  const { branch, isAdmin } = context;
  const steps = [
    actionsStep(context),
    ...environmentSteps(context),
    ...secretSteps(context),
    ...variableSteps(context),
    ...soleMaintainerSteps(context),
    filesStep(context),
    codeownersStep(context),
    branchStep(context),
    ...runSteps(context),
    labelStep(context),
  ];
  return { steps, branch, isAdmin };
}
