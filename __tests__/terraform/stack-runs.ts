// Plans and applies stacks that are made by hand, with the terraform that a test gives.
import { type ApplyResult, applyStacks, type CheckedStack } from "../../lib/terraform/apply";
import { findTerraform, type TerraformBinary } from "../../lib/terraform/binary";
import type { TerraformContext, TerraformEvent } from "../../lib/terraform/command";
import { readOutputs } from "../../lib/terraform/outputs";
import { type PlanOptions, planStacks } from "../../lib/terraform/plan";
import type { PlanResult } from "../../lib/terraform/plan-result";
import { Interrupts } from "../../lib/terraform/process/interrupts";
import { type CheckOptions, checkSavedPlans } from "../../lib/terraform/saved-plans/checks";
import { SavedPlans } from "../../lib/terraform/saved-plans/store";
import { readManifest } from "../../lib/terraform/synth";
import { StackFolders, type StackJson } from "./stack-folders";

export function newInterrupts(): Interrupts {
  return new Interrupts({ kill: (pid, signal) => process.kill(pid, signal), sameWithin: 0 });
}

export class StackRuns {
  readonly folders = new StackFolders();
  readonly plans = new SavedPlans(this.folders.plans);
  interrupts = newInterrupts();
  events: TerraformEvent[] = [];
  context: TerraformContext;

  constructor(terraform: Pick<TerraformContext, "binary" | "run">) {
    const onEvent = (event: TerraformEvent) => void this.events.push(event);
    this.context = { ...terraform, env: this.folders.env, interrupts: this.interrupts, onEvent };
  }

  readonly plan = async (options: Partial<PlanOptions> = {}): Promise<PlanResult[]> => {
    const stacks = await readManifest(this.folders.out);
    return planStacks(this.context, stacks, { plans: this.plans, kind: "real", parallel: 2, ...options });
  };

  readonly refusals = async (options: Partial<CheckOptions> = {}): Promise<string[]> => {
    const stacks = await readManifest(this.folders.out);
    const saved = { plans: this.plans, kind: "real", parallel: 2, ...options } as const;
    const checks = await checkSavedPlans(this.context, stacks, saved);
    return checks.flatMap(({ refusal }) => (refusal ? [refusal.message] : []));
  };

  readonly apply = async (): Promise<ApplyResult[]> =>
    applyStacks(this.context, await this.judged(), { plans: this.plans, parallel: 2 });

  async judged(saved = this.plans): Promise<CheckedStack[]> {
    const stacks = await readManifest(this.folders.out);
    const read = await Promise.all(stacks.map(async (stack) => ({ stack, info: await saved.read(stack.name) })));
    return read.flatMap(({ stack, info }) => (info === undefined || info === "damaged" ? [] : [{ stack, info }]));
  }

  async outputs(name = "mail"): Promise<unknown> {
    const found = (await readManifest(this.folders.out)).find((stack) => stack.name === name);
    return readOutputs(this.context, found!);
  }

  remove(): void {
    this.folders.remove();
  }
}

/** The real terraform, by `binary()`, and for each test stacks of its own, by `runs()`. */
export function withRealTerraform(): { readonly binary: () => TerraformBinary; readonly runs: () => StackRuns } {
  let binary: TerraformBinary;
  let runs: StackRuns;
  beforeAll(async () => {
    const found = new StackFolders();
    binary = await findTerraform({ env: found.env, cwd: found.root, interrupts: newInterrupts() });
    found.remove();
  });
  beforeEach(() => {
    runs = new StackRuns({ binary });
  });
  afterEach(() => runs.remove());
  return { binary: () => binary, runs: () => runs };
}

/** A stack of these resources, which are Terraform's own. */
export const data = (resources: Record<string, object>): StackJson => ({ resource: { terraform_data: resources } });
