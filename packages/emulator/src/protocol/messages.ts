// The parts of Terraform's plugin protocol, versions 5 and 6, that the emulator uses, as gRPC methods. Encoded messages contain
// field numbers and no names, so both versions share these messages; only the names of the RPCs differ.
// Fields: https://github.com/hashicorp/terraform/tree/v1.11.4/docs/plugin-protocol
import type { Request } from "./call";
import { type Fields, type Message, makeCodec } from "./protobuf";

/** The emulator's name for an RPC, the same in both versions. */
export type ProviderOperation =
  | "schema"
  | "validateProvider"
  | "validateResource"
  | "validateDataSource"
  | "upgrade"
  | "configure"
  | "read"
  | "plan"
  | "apply"
  | "import"
  | "readDataSource"
  | "stop";

/** For each operation: its name in version 5 and in version 6, the fields of its request and of its response. */
const OPERATIONS: Readonly<Record<ProviderOperation, readonly [string, string, Fields, Fields]>> = {
  schema: [
    "GetSchema",
    "GetProviderSchema",
    [],
    [
      "Schema provider 1",
      "map Schema resource_schemas 2",
      "map Schema data_source_schemas 3",
      "repeated Diagnostic diagnostics 4",
      "Capabilities server_capabilities 6",
    ],
  ],
  validateProvider: [
    "PrepareProviderConfig",
    "ValidateProviderConfig",
    ["DynamicValue config 1"],
    ["DynamicValue prepared_config 1", "repeated Diagnostic diagnostics 2"],
  ],
  validateResource: [
    "ValidateResourceTypeConfig",
    "ValidateResourceConfig",
    ["string type_name 1", "DynamicValue config 2"],
    ["repeated Diagnostic diagnostics 1"],
  ],
  validateDataSource: [
    "ValidateDataSourceConfig",
    "ValidateDataResourceConfig",
    ["string type_name 1", "DynamicValue config 2"],
    ["repeated Diagnostic diagnostics 1"],
  ],
  upgrade: [
    "UpgradeResourceState",
    "UpgradeResourceState",
    ["string type_name 1", "int64 version 2", "RawState raw_state 3"],
    ["DynamicValue upgraded_state 1", "repeated Diagnostic diagnostics 2"],
  ],
  configure: [
    "Configure",
    "ConfigureProvider",
    ["string terraform_version 1", "DynamicValue config 2"],
    ["repeated Diagnostic diagnostics 1"],
  ],
  read: [
    "ReadResource",
    "ReadResource",
    ["string type_name 1", "DynamicValue current_state 2", "bytes private 3"],
    ["DynamicValue new_state 1", "repeated Diagnostic diagnostics 2", "bytes private 3"],
  ],
  plan: [
    "PlanResourceChange",
    "PlanResourceChange",
    [
      "string type_name 1",
      "DynamicValue prior_state 2",
      "DynamicValue proposed_new_state 3",
      "DynamicValue config 4",
      "bytes prior_private 5",
    ],
    [
      "DynamicValue planned_state 1",
      "repeated AttributePath requires_replace 2",
      "bytes planned_private 3",
      "repeated Diagnostic diagnostics 4",
      "bool legacy_type_system 5",
    ],
  ],
  apply: [
    "ApplyResourceChange",
    "ApplyResourceChange",
    [
      "string type_name 1",
      "DynamicValue prior_state 2",
      "DynamicValue planned_state 3",
      "DynamicValue config 4",
      "bytes planned_private 5",
    ],
    ["DynamicValue new_state 1", "bytes private 2", "repeated Diagnostic diagnostics 3", "bool legacy_type_system 4"],
  ],
  import: [
    "ImportResourceState",
    "ImportResourceState",
    ["string type_name 1", "string id 2"],
    ["repeated ImportedResource imported_resources 1", "repeated Diagnostic diagnostics 2"],
  ],
  readDataSource: [
    "ReadDataSource",
    "ReadDataSource",
    ["string type_name 1", "DynamicValue config 2"],
    ["DynamicValue state 1", "repeated Diagnostic diagnostics 2"],
  ],
  stop: ["Stop", "StopProvider", [], ["string Error 1"]],
};

const SHARED: Readonly<Record<string, Fields>> = {
  DynamicValue: ["bytes msgpack 1", "bytes json 2"],
  RawState: ["bytes json 1"],
  Diagnostic: ["int32 severity 1", "string summary 2", "string detail 3", "AttributePath attribute 4"],
  AttributePath: ["repeated Step steps 1"],
  // A oneof in the protocol: the emulator sets one of the three and leaves the others out.
  Step: ["string attribute_name 1", "string element_key_string 2", "int64 element_key_int 3"],
  Schema: ["int64 version 1", "Block block 2"],
  Block: ["int64 version 1", "repeated Attribute attributes 2", "repeated NestedBlock block_types 3"],
  Attribute: [
    "string name 1",
    "bytes type 2",
    "bool required 4",
    "bool optional 5",
    "bool computed 6",
    "bool sensitive 7",
    "Object nested_type 10",
  ],
  NestedBlock: ["string type_name 1", "Block block 2", "int32 nesting 3", "int64 min_items 4", "int64 max_items 5"],
  Object: ["repeated Attribute attributes 1", "int32 nesting 3"],
  Capabilities: ["bool plan_destroy 1", "bool get_provider_schema_optional 2"],
  ImportedResource: ["string type_name 1", "DynamicValue state 2", "bytes private 3"],
};

export interface ProviderMethod {
  /** Such as `/tfplugin6.Provider/ReadResource`. */
  readonly path: string;
  readonly decode: (request: Buffer) => Request;
  readonly encode: (response: object) => Buffer;
}

/** An operation as a method of the service that Terraform calls, `tfplugin5.Provider` or `tfplugin6.Provider`. */
export function providerMethod(operation: ProviderOperation, protocol: 5 | 6): ProviderMethod {
  const name = OPERATIONS[operation][protocol === 5 ? 0 : 1];
  return {
    path: `/tfplugin${protocol}.Provider/${name}`,
    decode: (request) => codec.decode(`${operation}Request`, request) as unknown as Request,
    encode: (response) => codec.encode(`${operation}Response`, response as Message),
  };
}

const OPERATION_NAMES = Object.keys(OPERATIONS) as ProviderOperation[];

const codec = makeCodec({
  ...SHARED,
  ...Object.fromEntries(
    OPERATION_NAMES.flatMap((operation) => {
      const [, , request, response] = OPERATIONS[operation];
      return [
        [`${operation}Request`, request],
        [`${operation}Response`, response],
      ] as const;
    }),
  ),
});
