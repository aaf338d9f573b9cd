// A plan as the review sees it: the change of every resource with masked values, and whether the plan is complete.
import * as z from "zod";
import { IDENTITY } from "./attributes";
import { isTestAddressChange, type ResourceChange, readChange } from "./change";
import { configurationDigest } from "./configuration-digest";
import { decodeJson } from "./decode";
import { ReviewError } from "./error";
import { type ExistingIdentity, readExistingIdentities } from "./existing";
import { type OutputChange, readOutputChanges } from "./outputs";
import { type Runs, readRuns } from "./runs/runs";
import { planSchema, type RawResourceChange } from "./schema";
import { type Attributes, canonical, isObject, maskedSides } from "./values";

export interface Plan {
  readonly stack: string;
  /** Planning ended with an error. */
  readonly failed: boolean;
  /** Everything is planned; false if a part was deferred. */
  readonly complete: boolean;
  /** Whether Terraform has something to apply; undefined if it does not say. */
  readonly applyable?: boolean;
  /** All resources, including those that do not change. */
  readonly changes: readonly ResourceChange[];
  /** SES identities of others that the stack reads. */
  readonly existing: readonly ExistingIdentity[];
  /** What changed outside Terraform since its last run. */
  readonly drift: readonly ResourceChange[];
  readonly deferred: readonly { readonly reason: string; readonly change: ResourceChange }[];
  /** Actions that the apply runs besides changing resources, with their settings. */
  readonly invocations: readonly {
    readonly address: string;
    readonly provider: string;
    readonly config: Attributes | null;
    /** What triggers it, and when, as one text. */
    readonly trigger?: string;
  }[];
  /** Outputs that change. */
  readonly outputs: readonly OutputChange[];
  /** Entries whose identity is protected, from the output `protected`; undefined if there is no such output. */
  readonly protection?: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** What runs besides the changes. */
  readonly runs: Runs;
  /** Data sources that the apply reads, for the digest. */
  readonly reads: readonly ResourceChange[];
  /** The configuration and its variables without secrets, for the digest. */
  readonly configuration: string;
}

/**
 * Reads what `terraform show -json` prints for a plan.
 * @throws ReviewError if it is not a plan
 */
export function readPlan(input: Uint8Array | string, stack: string): Plan {
  const subject = `the plan of stack ${JSON.stringify(stack)}`;
  const value = decodeJson(input, subject);
  const parsed = planSchema.safeParse(value);
  if (parsed.success && !PLAN_PARTS.some((name) => isObject(value) && value[name] !== undefined)) {
    throw new ReviewError(`${subject} ${NO_PLAN}`);
  }
  if (!parsed.success) throw new ReviewError(`${subject} ${fault(value, parsed.error)}`);
  const raw = parsed.data;
  const outputs = raw.output_changes ?? {};
  const changes = (raw.resource_changes ?? []).filter(isManaged).map(readChange);
  const existing = readExistingIdentities(raw.prior_state);
  const protection = readProtection(Object.hasOwn(outputs, "protected") ? outputs.protected : undefined);
  return {
    stack,
    failed: raw.errored ?? false,
    complete: raw.complete ?? true,
    applyable: raw.applyable ?? undefined,
    changes,
    existing,
    drift: (raw.resource_drift ?? []).filter(isManaged).map(readChange),
    deferred: (raw.deferred_changes ?? []).map(({ reason, resource_change }) => ({
      reason: reason ?? "unknown",
      change: readChange(resource_change),
    })),
    invocations: (raw.action_invocations ?? []).map((action) => ({
      address: action.address,
      provider: action.provider_name ?? "",
      config: maskedSides({
        after: action.config_values,
        after_unknown: action.config_unknown,
        after_sensitive: action.config_sensitive,
      }).after,
      ...triggerOf(action.lifecycle_action_trigger ?? action.invoke_action_trigger),
    })),
    outputs: readOutputChanges(outputs, changes, existing),
    protection,
    runs: readRuns(raw),
    reads: (raw.resource_changes ?? []).filter(isRead).map(readChange),
    configuration: configurationDigest(raw),
  };
}

/** A state has a format version too. A file with none of these fields is not a plan, even if it fits the schema. */
const PLAN_PARTS = ["planned_values", "resource_changes", "output_changes", "action_invocations", "errored"];

const NO_PLAN = "is not what terraform show -json prints of a plan: write it with terraform show -json PLANFILE";

function fault(value: unknown, error: z.ZodError): string {
  if (!isObject(value) || value.format_version === undefined) return NO_PLAN;
  const [issue] = error.issues;
  const place =
    issue === undefined || issue.path.length === 0
      ? ""
      : ` at ${JSON.stringify(z.core.toDotPath(issue.path)).slice(0, 200)}`;
  return `does not fit the plan format 1.x${place}: write it with terraform show -json PLANFILE`;
}

/** The identities of domains that a plan deletes or replaces: in both cases mail is no longer signed. */
export function lostIdentities({ changes }: Plan): ResourceChange[] {
  return changes.filter(
    (change) =>
      change.type === IDENTITY &&
      (change.action === "delete" || change.action === "replace") &&
      !isTestAddressChange(change),
  );
}

/** Data sources are only read. Anything else is not a data source. */
function isManaged({ mode, change }: RawResourceChange): boolean {
  return mode !== "data" || change.actions.some((action) => action !== "read" && action !== "no-op");
}

function triggerOf(trigger: unknown): { readonly trigger?: string } {
  return trigger == null ? {} : { trigger: canonical(trigger) };
}

function isRead(raw: RawResourceChange): boolean {
  return raw.mode === "data" && raw.change.actions.includes("read");
}

function readProtection(output: { before?: unknown; after?: unknown } | undefined): Plan["protection"] {
  const list = (value: unknown) => (Array.isArray(value) ? value.filter((one) => typeof one === "string") : undefined);
  const [before, after] = [list(output?.before), list(output?.after)];
  return before === undefined || after === undefined ? undefined : { before, after };
}
