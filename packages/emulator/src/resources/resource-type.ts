// What the emulator needs to know about a resource type or a data source. One file per type holds it: the overlay over the
// derived schema, the provider's rules, and what it does to the world. A new type is such a file and a line in providers.ts.

import type { Plan, PlanRequest } from "../planning/plan";
import type { Diagnostic } from "../protocol/diagnostic";
import type { Schema } from "../protocol/schema";
import type { ObjectValue } from "../protocol/value";
import type { FaultOperation } from "../world/fault";
import type { ApiError } from "../world/faults";
import type { World } from "../world/world";

/** What an operation works with. */
export interface Context {
  readonly world: World;
  /** The configuration of the provider that was asked. */
  readonly provider: ObjectValue;
}

export interface ReadResult {
  /** Null when it is gone. */
  readonly state: ObjectValue | null;
  /** @default - none */
  readonly diagnostics?: readonly Diagnostic[];
}

export interface ResourceType {
  /** Terraform's name, such as `cloudflare_dns_record`. */
  readonly name: string;
  readonly schema: Schema;
  /** What faults are matched with: the record's or identity's name. */
  subject(value: ObjectValue): string;
  /** @default - the schema says it all */
  validate?(config: ObjectValue): Diagnostic[];
  plan(context: Context, request: PlanRequest): Plan;
  create(context: Context, planned: ObjectValue): ObjectValue;
  read(context: Context, state: ObjectValue): ReadResult;
  update(context: Context, prior: ObjectValue, planned: ObjectValue): ObjectValue;
  delete(context: Context, prior: ObjectValue): void;
  /** The state that an import id stands for; core reads it right after. */
  importState(context: Context, id: string): ObjectValue;
  /** A service's error in the provider's words. */
  diagnose(operation: FaultOperation, value: ObjectValue, error: ApiError): Diagnostic;
}

export interface DataSourceType {
  readonly name: string;
  readonly schema: Schema;
  subject(value: ObjectValue): string;
  /** @default - the schema says it all */
  validate?(config: ObjectValue): Diagnostic[];
  read(context: Context, config: ObjectValue): ObjectValue;
  diagnose(operation: "read", value: ObjectValue, error: ApiError): Diagnostic;
}

/** What a provider says no to by itself, before or without its service. */
export class Refusal extends Error {
  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.summary);
  }
}
