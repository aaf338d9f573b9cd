// A provider's work for each call of the plugin protocol: unpack the values, call the resource type, pack the answer. A refusal by
// a service becomes a diagnostic; a mistake of the emulator itself becomes an error of the call.

import type { Provider } from "../providers";
import { type Context, type DataSourceType, Refusal, type ResourceType } from "../resources/resource-type";
import { SDK_PRIVATE, SDK_PRIVATE_OF_IMPORT, settleSdk, withKnown } from "../resources/sdk-state";
import type { UnsupportedTypes } from "../unsupported-types";
import type { FaultOperation } from "../world/fault";
import { ApiError, withFaults } from "../world/faults";
import type { World } from "../world/world";
import { abortDelays, type Connection, pack, type Request, unpack, unpackObject } from "./call";
import { type Diagnostic, diagnosticToProto, error, pathToProto } from "./diagnostic";
import type { ProviderOperation } from "./messages";
import { blockType, type Schema, schemaToProto } from "./schema";
import { fromStateJson, type ObjectValue } from "./value";

/** Answers one call. */
export type Handler = (request: Request, connection: Connection) => Promise<object>;

export function providerOperations(
  provider: Provider,
  world: World,
  unsupportedTypes?: UnsupportedTypes,
): Record<ProviderOperation, Handler> {
  const { protocol } = provider;
  const resources = new Map(provider.resources.map((type) => [type.name, type]));
  const dataSources = new Map(provider.dataSources.map((type) => [type.name, type]));
  const resource = ({ type_name }: Request): ResourceType => required(resources.get(type_name), type_name);
  const dataSource = ({ type_name }: Request): DataSourceType => required(dataSources.get(type_name), type_name);
  const contextOf = (connection: Connection): Context => ({ world, provider: connection.provider });

  /** Runs an operation on a resource with its faults. An error becomes a diagnostic. */
  async function withDiagnostics<T>(
    type: ResourceType | DataSourceType,
    operation: FaultOperation,
    value: ObjectValue,
    connection: Connection,
    effect: () => T,
  ): Promise<{ result?: T; diagnostics: readonly Diagnostic[] }> {
    const subject = { operation, type: type.name, name: type.subject(value) };
    try {
      return { result: await withFaults(world, subject, connection.abort.signal, effect), diagnostics: [] };
    } catch (caught) {
      if (caught instanceof Refusal) return { diagnostics: [caught.diagnostic] };
      if (caught instanceof ApiError) return { diagnostics: [type.diagnose(operation as "read", value, caught)] };
      throw caught;
    }
  }

  return {
    async schema() {
      const unsupported = unsupportedTypes?.of(provider) ?? { resources: [], dataSources: [] };
      const schemas = (types: readonly { readonly name: string; readonly schema: Schema }[]) =>
        Object.fromEntries(types.map(({ name, schema }) => [name, schemaToProto(schema, protocol)]));
      return {
        provider: schemaToProto(provider.schema, protocol),
        resource_schemas: schemas([...provider.resources, ...unsupported.resources]),
        data_source_schemas: schemas([...provider.dataSources, ...unsupported.dataSources]),
        server_capabilities: { plan_destroy: true, get_provider_schema_optional: true },
      };
    },

    async validateProvider({ config }) {
      const diagnostics = provider.validate?.(unpackObject(provider.schema.block, config)) ?? [];
      return { prepared_config: config, diagnostics: diagnostics.map(diagnosticToProto) };
    },

    async configure({ config }, connection) {
      connection.provider = unpackObject(provider.schema.block, config);
      const diagnostics = provider.configure?.(contextOf(connection)) ?? [];
      return { diagnostics: diagnostics.map(diagnosticToProto) };
    },

    async validateResource(request) {
      if (unsupportedTypes !== undefined && !resources.has(request.type_name))
        return { diagnostics: [diagnosticToProto(unsupportedTypes.refusal("resource", request.type_name))] };
      const type = resource(request);
      const diagnostics = type.validate?.(unpackObject(type.schema.block, request.config)) ?? [];
      return { diagnostics: diagnostics.map(diagnosticToProto) };
    },

    async validateDataSource(request) {
      if (unsupportedTypes !== undefined && !dataSources.has(request.type_name))
        return { diagnostics: [diagnosticToProto(unsupportedTypes.refusal("data", request.type_name))] };
      const type = dataSource(request);
      const diagnostics = type.validate?.(unpackObject(type.schema.block, request.config)) ?? [];
      return { diagnostics: diagnostics.map(diagnosticToProto) };
    },

    async upgrade(request) {
      const { schema, name } = resource(request);
      if (request.version > schema.version) {
        const detail = `The state has version ${request.version} of "${name}", the emulator knows version ${schema.version}.`;
        return { diagnostics: [diagnosticToProto(error("State of a later version", detail))] };
      }
      const state = fromStateJson(blockType(schema.block), JSON.parse(request.raw_state!.json.toString("utf8")));
      return { upgraded_state: pack(schema.block, state as ObjectValue | null) };
    },

    async read(request, connection) {
      const type = resource(request);
      const state = unpackObject(type.schema.block, request.current_state);
      const { result, diagnostics } = await withDiagnostics(type, "read", state, connection, () =>
        type.read(contextOf(connection), state),
      );
      const all = [...diagnostics, ...(result?.diagnostics ?? [])];
      const next = result === undefined ? state : result.state;
      const isSettled = protocol !== 5 || next === null || next === state;
      return {
        new_state: pack(type.schema.block, isSettled ? next : settleSdk(type.schema.block, next)),
        private: request.private,
        diagnostics: all.map(diagnosticToProto),
      };
    },

    async plan(request, connection) {
      const type = resource(request);
      const { block } = type.schema;
      const prior = unpack(block, request.prior_state);
      const proposed = unpack(block, request.proposed_new_state);
      const answer = { planned_private: request.prior_private, legacy_type_system: protocol === 5 };
      // A destroy is planned too, but it needs no decision.
      if (proposed === null) return { ...answer, planned_state: pack(block, null) };
      const config = unpackObject(block, request.config);
      const plan = refusable(() => type.plan(contextOf(connection), { schema: type.schema, prior, proposed, config }));
      if ("refusal" in plan) {
        return { ...answer, planned_state: pack(block, null), diagnostics: [diagnosticToProto(plan.refusal)] };
      }
      const requires_replace = plan.requiresReplace.map(pathToProto);
      return { ...answer, planned_state: pack(block, plan.planned), requires_replace };
    },

    async apply(request, connection) {
      const type = resource(request);
      const { block } = type.schema;
      const context = contextOf(connection);
      const prior = unpack(block, request.prior_state);
      const planned = unpack(block, request.planned_state);
      const operation = prior === null ? "create" : planned === null ? "delete" : "update";
      // The prior value has the id; the planned value may have a new name.
      const value = { ...planned, ...prior };
      const { result, diagnostics } = await withDiagnostics(type, operation, value, connection, () => {
        if (prior === null) return type.create(context, planned!);
        if (planned !== null) return type.update(context, prior, planned);
        type.delete(context, prior);
        return null;
      });
      // After an error nothing was made, changed or deleted. The SDK keeps in the state what an update was to write; a read mends it.
      const isKept = protocol === 5 && operation === "update";
      const next = result !== undefined ? result : isKept ? withKnown(planned!, prior!) : prior;
      const isSdk = protocol === 5 && result !== undefined && result !== null;
      return {
        new_state: pack(block, isSdk ? settleSdk(block, result, planned!) : next),
        private: isSdk ? (type.privateState?.(result) ?? SDK_PRIVATE) : request.planned_private,
        legacy_type_system: protocol === 5,
        diagnostics: diagnostics.map(diagnosticToProto),
      };
    },

    async import(request, connection) {
      const type = resource(request);
      const { result, diagnostics } = await withDiagnostics(type, "read", { id: request.id }, connection, () =>
        type.importState(contextOf(connection), request.id),
      );
      if (result === undefined) return { diagnostics: diagnostics.map(diagnosticToProto) };
      const kept = protocol === 5 ? { private: SDK_PRIVATE_OF_IMPORT } : {};
      return { imported_resources: [{ type_name: type.name, state: pack(type.schema.block, result), ...kept }] };
    },

    async readDataSource(request, connection) {
      const type = dataSource(request);
      const config = unpackObject(type.schema.block, request.config);
      const { result, diagnostics } = await withDiagnostics(type, "read", config, connection, () =>
        type.read(contextOf(connection), config),
      );
      return { state: pack(type.schema.block, result ?? null), diagnostics: diagnostics.map(diagnosticToProto) };
    },

    async stop(_request, connection) {
      abortDelays(connection);
      return {};
    },
  };
}

function refusable<T>(job: () => T): T | { readonly refusal: Diagnostic } {
  try {
    return job();
  } catch (caught) {
    if (caught instanceof Refusal) return { refusal: caught.diagnostic };
    throw caught;
  }
}

function required<T>(type: T | undefined, name: string): T {
  if (type === undefined) throw new Error(`the emulator does not emulate "${name}"`);
  return type;
}
