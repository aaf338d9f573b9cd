// Checks whether the saved plans may be applied. All are checked before any is applied, cheap checks first. Terraform itself only checks
// whether the state has changed, and silently applies an old plan of a changed configuration.
import { pullState, suggested, type TerraformContext } from "../command";
import type { Diagnostic } from "../diagnostics";
import { InterruptedError } from "../errors";
import { type InitOptions, init, isInitialized, usesPluginCache } from "../init";
import { type Limit, limit, mapLimited } from "../process/limit";
import type { SynthesizedStack } from "../synth";
import type { PlanInfo, PlanKind, StateVersion } from "./plan-info";
import type { SavedPlans } from "./store";

export type RefusalReason =
  | "missing"
  | "damaged"
  | "kind"
  | "providers"
  | "direction"
  | "failed"
  | "applied"
  | "unfinished"
  | "changed"
  | "version"
  | "stale"
  | "unreadable";

/** Why a saved plan is not applied. */
export interface Refusal {
  readonly stack: string;
  readonly reason: RefusalReason;
  /** One line: why, and what to do. */
  readonly message: string;
  /** Terraform's errors if the reason is "unreadable". */
  readonly errors: readonly Diagnostic[];
}

export interface CheckOptions extends InitOptions {
  readonly plans: SavedPlans;
  /** The kind of the run that applies. */
  readonly kind: PlanKind;
  /** Whether the plans must destroy their whole stacks: all of them or none. @default false */
  readonly destroy?: boolean;
  /** How many stacks are checked at a time. */
  readonly parallel: number;
}

/** The result for one stack: with `refusal` if it must not be applied. */
export interface PlanCheck {
  readonly stack: string;
  /** The saved plan's info, if it could be read. */
  readonly info?: PlanInfo;
  readonly refusal?: Refusal;
}

/**
 * Checks the saved plans of stacks that have just been synthesised again. Nothing is applied; a folder that is not
 * initialised, as in another job of a pipeline, is initialised in order to read its state.
 * @returns one check per stack, in the order of `stacks`
 * @throws InterruptedError; TerraformError if terraform cannot be started
 */
export async function checkSavedPlans(
  context: TerraformContext,
  stacks: readonly SynthesizedStack[],
  options: CheckOptions,
): Promise<PlanCheck[]> {
  const cheap = await Promise.all(
    stacks.map(async (stack): Promise<PlanCheck> => {
      const saved = await options.plans.read(stack.name);
      const refusal = refusalOf(stack, saved, {
        ...options,
        terraform: context.binary,
        realProviders: context.initEnv !== undefined,
        command: (words) => suggested(context, words),
      });
      return { stack: stack.name, info: typeof saved === "object" ? saved : undefined, refusal };
    }),
  );
  const initTurn = limit(usesPluginCache(context.env) ? 1 : options.parallel);
  return mapLimited(cheap, options.parallel, async (check, index) => {
    const { info } = check;
    if (check.refusal || !info) return check;
    const refusal = await checkState(context, stacks[index]!, info, options, initTurn);
    return refusal ? { ...check, refusal } : check;
  });
}

/** The checks that do not need Terraform; undefined if there is no refusal. */
export function refusalOf(
  stack: Pick<SynthesizedStack, "name" | "hash">,
  saved: PlanInfo | "damaged" | undefined,
  run: Pick<CheckOptions, "kind" | "destroy"> &
    Pick<PlanInfo, "terraform" | "realProviders"> & { readonly command: (words: string) => string },
): Refusal | undefined {
  const command = run.command("plan");
  const destroy = run.command("destroy");
  const plan = `the saved plan of stack "${stack.name}"`;
  const no = (reason: RefusalReason, what: string, todo: string): Refusal => ({
    stack: stack.name,
    reason,
    message: `${what}: ${todo}`,
    errors: [],
  });
  if (saved === undefined) return no("missing", `stack "${stack.name}" has no saved plan`, `run ${command} first`);
  if (saved === "damaged") {
    return no("damaged", `${plan} is damaged or was saved by another version of mailzone`, `run ${command} again`);
  }
  if (saved.kind !== run.kind) {
    const [where, here] = saved.kind === "sandbox" ? ["in", "outside"] : ["outside", "in"];
    return no("kind", `${plan} was made ${where} the emulator, this run is ${here} it`, `run ${command} first`);
  }
  if ((saved.realProviders ?? false) !== (run.realProviders ?? false)) {
    return saved.realProviders
      ? no("providers", `${plan} is of the real providers`, `apply it with --providers real, or run ${command} first`)
      : no(
          "providers",
          `${plan} is of the emulated providers`,
          `apply it without --providers real, or run ${command} first`,
        );
  }
  if (saved.destroy !== (run.destroy ?? false)) {
    return saved.destroy
      ? no("direction", `${plan} destroys all of it`, `run ${command} first, or ${destroy} to go on destroying`)
      : no("direction", `${plan} does not destroy it`, `run ${destroy}, which makes its own plan`);
  }
  switch (saved.status) {
    case "failed":
      return no(
        "failed",
        `the last plan of stack "${stack.name}" failed`,
        `fix what it reported and run ${command} again`,
      );
    case "applied":
      return no("applied", `${plan} has already been applied`, `run ${command} for what is new`);
    case "unfinished":
      return no(
        "unfinished",
        `the last apply of stack "${stack.name}" did not end well`,
        `run ${command} for what is left`,
      );
  }
  if (saved.synthesized !== stack.hash) {
    return no(
      "changed",
      `the configuration of stack "${stack.name}" has changed since its plan`,
      `run ${command} again`,
    );
  }
  const { terraform } = run;
  if (saved.terraform.product !== terraform.product || saved.terraform.version !== terraform.version) {
    const madeWith = `${saved.terraform.product} ${saved.terraform.version}`;
    const now = `${terraform.product} ${terraform.version}`;
    return no("version", `${plan} was made by ${madeWith}, this is ${now}`, `run ${command} again`);
  }
  return undefined;
}

/** The refusal of a plan whose state has changed; also if Terraform itself reports it, which catches a race. */
export function staleRefusal(context: TerraformContext, stack: string): Refusal {
  const command = suggested(context, "plan");
  const message = `the saved plan of stack "${stack}" is stale, its state has changed since: run ${command} again`;
  return { stack, reason: "stale", message, errors: [] };
}

async function checkState(
  context: TerraformContext,
  stack: SynthesizedStack,
  info: PlanInfo,
  options: CheckOptions,
  initTurn: Limit,
): Promise<Refusal | undefined> {
  if (!isInitialized(context, stack)) {
    const initialized = await initTurn(() => init(context, stack, options));
    if (initialized.interrupted) throw new InterruptedError();
    if (!initialized.ok) return unreadable(stack, "terraform init failed in its folder", initialized.errors);
  }
  const { result, state } = await pullState(context, stack);
  if (result.interrupted) throw new InterruptedError();
  if (!result.ok) return unreadable(stack, "its state cannot be read", result.errors);
  return isSameState(state, info.state) ? undefined : staleRefusal(context, stack.name);
}

function unreadable(stack: SynthesizedStack, what: string, errors: readonly Diagnostic[]): Refusal {
  const summary = errors[0]?.summary ?? "unknown error";
  const message = `the saved plan of stack "${stack.name}" cannot be applied, ${what} (${summary}): fix that and apply again`;
  return { stack: stack.name, reason: "unreadable", message, errors };
}

function isSameState(a: StateVersion | null, b: StateVersion | null): boolean {
  return a?.lineage === b?.lineage && a?.serial === b?.serial;
}
