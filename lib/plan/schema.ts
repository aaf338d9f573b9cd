// The narrow part of Terraform's plan format 1.x that is read. Unknown fields are let through: minor versions add some.
// `variables`, `prior_state` and constants of `configuration` hold secrets in clear and are not even named here.
import * as z from "zod";

const change = z.object({
  actions: z.array(z.string()),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  importing: z.unknown().optional(),
});

const resourceChange = z.object({
  address: z.string(),
  previous_address: z.string().nullish(),
  module_address: z.string().nullish(),
  mode: z.string().nullish(),
  type: z.string(),
  name: z.string(),
  deposed: z.string().nullish(),
  provider_name: z.string().nullish(),
  action_reason: z.string().nullish(),
  change,
});

/** Terraform 1.14: an action that the apply runs, such as the call of a function. */
const actionInvocation = z.object({
  address: z.string(),
  provider_name: z.string().nullish(),
  config_values: z.unknown().optional(),
  config_unknown: z.unknown().optional(),
  config_sensitive: z.unknown().optional(),
});

const outputChange = z.object({
  actions: z.array(z.string()),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});

export const planSchema = z.object({
  format_version: z.string().regex(/^1\./, "expected 1.x"),
  resource_changes: z.array(resourceChange).nullish(),
  resource_drift: z.array(resourceChange).nullish(),
  deferred_changes: z.array(z.object({ reason: z.string().nullish(), resource_change: resourceChange })).nullish(),
  output_changes: z.record(z.string(), outputChange).nullish(),
  action_invocations: z.array(actionInvocation).nullish(),
  errored: z.boolean().nullish(),
  complete: z.boolean().nullish(),
  applyable: z.boolean().nullish(),
  // Read for the digest alone, see accounts.ts.
  configuration: z.unknown().optional(),
});

export type RawPlan = z.infer<typeof planSchema>;
export type RawResourceChange = z.infer<typeof resourceChange>;
