// The resources in a stack's state, which adopt must not import again. Only addresses and ids are read; the rest of a state may be
// secret.
import * as z from "zod";
import { runPlain, type TerraformContext } from "./command";
import { formatDiagnostic } from "./diagnostics";
import { InterruptedError, TerraformError } from "./errors";
import { type InitOptions, init, isInitialized } from "./init";
import type { SynthesizedStack } from "./synth";

/** A resource in a state. */
export interface ManagedResource {
  /** Such as `cloudflare_dns_record`. */
  readonly type: string;
  readonly name: string;
  readonly id: string;
  /** Of Cloudflare's resources. */
  readonly zoneId?: string;
  /** Of AWS's resources. */
  readonly region?: string;
}

const State = z.object({
  resources: z
    .array(
      z.object({
        mode: z.string(),
        type: z.string(),
        name: z.string(),
        instances: z.array(
          z.object({
            attributes: z
              .object({ id: z.string(), zone_id: z.string().optional(), region: z.string().optional() })
              .nullish()
              .catch(undefined),
          }),
        ),
      }),
    )
    .default([]),
});

/**
 * The managed resources of a stack, from `terraform state pull`. The folder is initialised if needed: a state that was not read must not
 * count as empty.
 * @throws TerraformError with Terraform's words; InterruptedError
 */
export async function readManaged(
  context: TerraformContext,
  stack: SynthesizedStack,
  options: InitOptions,
): Promise<ManagedResource[]> {
  if (!isInitialized(context, stack)) orThrow(stack, await init(context, stack, options));
  const result = orThrow(stack, await runPlain(context, stack, ["state", "pull"]));
  return parseManaged(result.stdout, stack.name);
}

/** @throws TerraformError if it is not a state */
export function parseManaged(text: string, stack: string): ManagedResource[] {
  if (text.trim() === "") return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  const state = State.safeParse(parsed);
  if (!state.success) throw new TerraformError(`the state of stack "${stack}" is not what terraform state pull prints`);
  return state.data.resources.flatMap(({ mode, type, name, instances }) =>
    mode !== "managed"
      ? []
      : instances.flatMap(({ attributes }) => {
          if (attributes == null) return [];
          const { id, zone_id: zoneId, region } = attributes;
          return [{ type, name, id, zoneId, region }];
        }),
  );
}

function orThrow<T extends Awaited<ReturnType<typeof init>>>(stack: SynthesizedStack, result: T): T {
  if (result.interrupted) throw new InterruptedError();
  if (!result.ok)
    throw new TerraformError(result.errors.map((error) => formatDiagnostic(stack.name, error)).join("\n"));
  return result;
}
