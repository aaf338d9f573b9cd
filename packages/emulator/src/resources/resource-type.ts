// What the emulator needs to know about a resource type or data source. Each type has one file: the overlay for the derived schema,
// the provider's rules, and the changes it makes to the world. To add a type, add such a file and a line in providers.ts.

import type { Diagnostic } from "../protocol/diagnostic";
import type { Schema } from "../protocol/schema";
import type { ObjectValue } from "../protocol/value";
import type { FaultOperation } from "../world/fault";
import type { ApiError } from "../world/faults";
import type { World } from "../world/world";
import type { Plan, PlanRequest } from "./plan";

/** The input of an operation. */
export interface Context {
  readonly world: World;
  /** The configuration of the provider that is called. */
  readonly provider: ObjectValue;
}

export interface ReadResult {
  /** Null if the resource is gone. */
  readonly state: ObjectValue | null;
  /** @default - none */
  readonly diagnostics?: readonly Diagnostic[];
}

export interface ResourceType {
  /** Terraform's name, such as `cloudflare_dns_record`. */
  readonly name: string;
  readonly schema: Schema;
  /** The name that faults match: the name of the record or identity. */
  subject(value: ObjectValue): string;
  /** @default - the schema checks everything */
  validate?(config: ObjectValue): Diagnostic[];
  plan(context: Context, request: PlanRequest): Plan;
  create(context: Context, planned: ObjectValue): ObjectValue;
  read(context: Context, state: ObjectValue): ReadResult;
  update(context: Context, prior: ObjectValue, planned: ObjectValue): ObjectValue;
  delete(context: Context, prior: ObjectValue): void;
  /** The state for an import id; core reads the resource right after. */
  importState(context: Context, id: string): ObjectValue;
  /** What the SDK keeps beside the state. @default - nothing: it has no timeouts */
  privateState?(planned: ObjectValue): Buffer;
  /** A service's error in the provider's words. */
  diagnose(operation: FaultOperation, value: ObjectValue, error: ApiError): Diagnostic;
}

export interface DataSourceType {
  readonly name: string;
  readonly schema: Schema;
  subject(value: ObjectValue): string;
  /** @default - the schema checks everything */
  validate?(config: ObjectValue): Diagnostic[];
  read(context: Context, config: ObjectValue): ObjectValue;
  diagnose(operation: "read", value: ObjectValue, error: ApiError): Diagnostic;
}

/** An error that a provider reports itself, before or without a call of its service. */
export class Refusal extends Error {
  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.summary);
  }
}
