// What core sends to plan a change, and what a provider returns. The two plugin libraries differ: sdk-plan.ts plans as aws does,
// framework-plan.ts as Cloudflare does.
import type { Schema } from "../protocol/schema";
import type { ObjectValue } from "../protocol/value";

export interface PlanRequest {
  readonly schema: Schema;
  /** Null when the resource will be created. */
  readonly prior: ObjectValue | null;
  /** The configuration. Where it sets nothing and the provider may decide, the prior value is used. */
  readonly proposed: ObjectValue;
  readonly config: ObjectValue;
}

export type Path = readonly (string | number)[];

export interface Plan {
  readonly planned: ObjectValue;
  /** The attributes whose change requires a new resource. */
  readonly requiresReplace: readonly Path[];
}
