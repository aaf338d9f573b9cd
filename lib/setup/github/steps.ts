// All that a repository on GitHub needs, in the order in which it is done.
import type { Step } from "../step";
import { branchStep } from "./branch";
import { type GitHubProps, githubContext } from "./context";
import { environmentSteps, secretSteps } from "./environments";
import { labelStep, soleSteps, variableSteps } from "./names";
import { actionsStep, codeownersStep, filesStep, proofSteps } from "./workflows";

export interface GitHubSetup {
  readonly steps: readonly Step[];
  readonly branch: string;
  /** Whether the token may change settings. */
  readonly isAdmin: boolean;
}

/** @throws ApiError where the repository cannot be seen */
export async function githubSetup(props: GitHubProps): Promise<GitHubSetup> {
  const context = await githubContext(props);
  const { branch, isAdmin } = context;
  const steps = [
    actionsStep(context),
    ...environmentSteps(context),
    ...secretSteps(context),
    ...variableSteps(context),
    ...soleSteps(context),
    filesStep(context),
    codeownersStep(context),
    branchStep(context),
    ...proofSteps(context),
    labelStep(context),
  ];
  return { steps, branch, isAdmin };
}
