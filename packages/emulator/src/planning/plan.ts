// What core asks when it plans a change, and what a provider answers. The two plugin libraries answer differently:
// sdk-plan.ts is aws's way, framework-plan.ts Cloudflare's.
import type { Schema } from "../protocol/schema";
import type { ObjectValue } from "../protocol/value";

export interface PlanRequest {
  readonly schema: Schema;
  /** Null when the resource is to be created. */
  readonly prior: ObjectValue | null;
  /** The configuration, with prior values where it is silent and the provider may decide. */
  readonly proposed: ObjectValue;
  readonly config: ObjectValue;
}

export type Path = readonly (string | number)[];

export interface Plan {
  readonly planned: ObjectValue;
  /** The attributes whose change needs a new resource. */
  readonly requiresReplace: readonly Path[];
}
