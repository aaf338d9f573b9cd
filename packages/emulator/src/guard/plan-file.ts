// Reads the backend that is stored in a saved plan: `apply` uses that backend, whatever the folder's configuration says.
// https://github.com/hashicorp/terraform/blob/v1.11.4/internal/plans/planproto/planfile.proto
import { readFileSync } from "node:fs";
import { decode } from "@msgpack/msgpack";
import { unzip } from "../../../../lib/files/zip";
import { makeCodec } from "../protocol/protobuf";
import type { StateLocation } from "./settings";

const codec = makeCodec({
  Plan: ["Backend backend 13"],
  Backend: ["string type 1", "DynamicValue config 2", "string workspace 3"],
  DynamicValue: ["bytes msgpack 1"],
});

/** In bytes. A plan of a thousand records is a few megabytes. */
const LIMIT = 512 * 1024 * 1024;

export interface PlanBackend {
  readonly location: StateLocation;
  readonly workspace: string;
}

/**
 * @param file absolute path
 * @returns undefined if the file is not a plan, such as a state
 * @throws Error if it is a plan whose backend cannot be read
 */
export function backendOfPlan(file: string): PlanBackend | undefined {
  const bytes = readFileSync(file);
  if (bytes.toString("latin1", 0, 2) !== "PK") return undefined;
  const plan = unzip(bytes, "tfplan", LIMIT);
  if (plan === undefined) return undefined;
  const { backend } = codec.decode("Plan", plan) as { backend: Backend | null };
  if (backend?.config == null) throw new Error("it names no backend");
  const config = decode(backend.config.msgpack) as Readonly<Record<string, unknown>>;
  const values = Object.entries(config).flatMap(([key, value]) =>
    value === null ? [] : [[key, typeof value === "string" ? value : undefined] as const],
  );
  return { location: { type: backend.type, values: new Map(values), file }, workspace: backend.workspace };
}

interface Backend {
  readonly type: string;
  readonly config: { readonly msgpack: Buffer } | null;
  readonly workspace: string;
}
