// The small part of Terraform's plan format 1.x that is read. Unknown fields are accepted, because minor versions add some.
// `prior_state` holds secrets in clear text: of it, only the SES identities of others are read, in existing.ts.
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

/** Since Terraform 1.14: an action that the apply runs, such as a function call. */
const actionInvocation = z.object({
  address: z.string(),
  type: z.string().nullish(),
  provider_name: z.string().nullish(),
  config_values: z.unknown().optional(),
  config_unknown: z.unknown().optional(),
  config_sensitive: z.unknown().optional(),
  lifecycle_action_trigger: z.unknown().optional(),
  invoke_action_trigger: z.unknown().optional(),
});

const outputChange = z.object({
  actions: z.array(z.string()),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
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
  checks: z.unknown().optional(),
  prior_state: z.unknown().optional(),
  // Both hold secrets in clear text. runs.ts reads names and addresses from one of them; configuration-digest.ts hashes what is
  // not secret.
  configuration: z.unknown().optional(),
  variables: z.unknown().optional(),
});

export type RawPlan = z.infer<typeof planSchema>;
export type RawResourceChange = z.infer<typeof resourceChange>;
export type RawOutputChange = z.infer<typeof outputChange>;
