// A stack's outputs, from its state. A stack that was never initialised here is a result; a state that cannot be read is an error.
// Callers must be able to distinguish the two.
import { runPlain, type TerraformContext } from "./command";
import { formatDiagnostic } from "./diagnostics";
import { InterruptedError, TerraformError } from "./errors";
import { isInitialized } from "./init";
import type { SynthesizedStack } from "./synth";

/** One output of `terraform output -json`. Sensitive values are in clear text. */
export interface Output {
  readonly value: unknown;
  /** Terraform's type, such as "string" or ["list", "string"]. */
  readonly type: unknown;
  readonly sensitive: boolean;
}

export type StackOutputs =
  /** `outputs` is empty if nothing has been applied yet. */
  | { readonly stack: string; readonly initialized: true; readonly outputs: Readonly<Record<string, Output>> }
  | { readonly stack: string; readonly initialized: false };

/**
 * Reads the outputs of a stack if its folder is initialised. It does not initialise.
 * @throws TerraformError with Terraform's words if the state cannot be read; InterruptedError
 */
export async function readOutputs(context: TerraformContext, stack: SynthesizedStack): Promise<StackOutputs> {
  if (!isInitialized(context, stack)) return { stack: stack.name, initialized: false };
  const result = await runPlain(context, stack, ["output", "-json", "-no-color"]);
  if (result.interrupted) throw new InterruptedError();
  if (!result.ok)
    throw new TerraformError(result.errors.map((error) => formatDiagnostic(stack.name, error)).join("\n"));
  return { stack: stack.name, initialized: true, outputs: parseOutputs(result.stdout, stack.name) };
}

/**
 * Parses what `terraform output -json` prints.
 * @param subject what to call it in errors
 * @throws TerraformError
 */
export function parseOutputs(text: string, subject: string): Readonly<Record<string, Output>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  const isOutput = (output: unknown): boolean => typeof output === "object" && output !== null && "value" in output;
  if (typeof parsed !== "object" || parsed === null || !Object.values(parsed).every(isOutput)) {
    throw new TerraformError(`the outputs of "${subject}" are not what terraform output -json prints`);
  }
  return parsed as Record<string, Output>;
}
