// The backend that a saved plan carries: an apply of it uses that one, whatever stands in the folder.
// https://github.com/hashicorp/terraform/blob/v1.11.4/internal/plans/planproto/planfile.proto
import { readFileSync } from "node:fs";
import { decode } from "@msgpack/msgpack";
import { unzip } from "../../../../lib/files/zip";
import { makeCodec } from "../protocol/protobuf";
import type { StatePlace } from "./settings";

const codec = makeCodec({
  Plan: ["Backend backend 13"],
  Backend: ["string type 1", "DynamicValue config 2", "string workspace 3"],
  DynamicValue: ["bytes msgpack 1"],
});

/** A plan of a thousand records is a few megabytes. */
const LIMIT = 512 * 1024 * 1024;

export interface PlannedState {
  readonly place: StatePlace;
  readonly workspace: string;
}

/**
 * @param file absolute path
 * @returns undefined where the file is no plan, such as a state
 * @throws Error where it is one and its backend cannot be told
 */
export function plannedState(file: string): PlannedState | undefined {
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
  return { place: { type: backend.type, values: new Map(values), file }, workspace: backend.workspace };
}

interface Backend {
  readonly type: string;
  readonly config: { readonly msgpack: Buffer } | null;
  readonly workspace: string;
}
