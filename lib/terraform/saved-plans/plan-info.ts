// The content of plan-info.json beside a saved plan: what was planned, on which state, and the hashes that bind plan, JSON, preflight and
// configuration together.
import * as z from "zod";
import type { PlanSummary } from "../../plan/summary";
import type { TerraformVersion } from "../binary";

/** Plans of the emulator are never applied to the real world, and the other way round. */
export type PlanKind = "sandbox" | "real";

/** Identifies one version of a state. */
export interface StateVersion {
  readonly lineage: string;
  readonly serial: number;
}

export interface PlanInfo extends PlanSummary {
  /** 2: with hashes of plan.json and preflight.json; the hash of the configuration covers all of it. */
  readonly format: 2;
  readonly stack: string;
  readonly kind: PlanKind;
  /**
   * planned: ready to be applied. failed: planning ended with an error. unfinished: an apply of it was begun and has not
   * come to its end, see apply.ts. applied: done.
   */
  readonly status: "planned" | "failed" | "unfinished" | "applied";
  /** Whether it destroys the whole stack. */
  readonly destroy: boolean;
  /** Whether the real providers planned it in the emulator. Emulated ones have other versions. @default false */
  readonly realProviders?: boolean;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly terraform: TerraformVersion;
  /** SHA-256 of what was planned, SynthesizedStack.hash. */
  readonly synthesized: string;
  /** SHA-256 of plan.tfplan; null if none was kept. */
  readonly plan: string | null;
  /** SHA-256 of plan.json; null if none was kept. */
  readonly json: string | null;
  /** SHA-256 of preflight.json; null if nothing was compared. */
  readonly preflight: string | null;
  /** The state that the plan is based on; null if there was none yet. */
  readonly state: StateVersion | null;
}

const hash = z.string().nullable();
const count = z.number();

const schema = z.object({
  format: z.literal(2),
  stack: z.string(),
  kind: z.enum(["sandbox", "real"]),
  status: z.enum(["planned", "failed", "unfinished", "applied"]),
  destroy: z.boolean(),
  realProviders: z.boolean().optional(),
  createdAt: z.string(),
  terraform: z.object({ product: z.enum(["Terraform", "OpenTofu"]), version: z.string() }),
  synthesized: z.string(),
  plan: hash,
  json: hash,
  preflight: hash,
  state: z.object({ lineage: z.string(), serial: z.number() }).nullable(),
  counts: z.object({ import: count, add: count, change: count, destroy: count, forget: count }),
  changed: z.boolean(),
  outputsChanged: z.boolean(),
  applyable: z.boolean().nullable(),
  errored: z.boolean(),
});

/** Reads plan-info.json; undefined if it is damaged or of another format. */
export function parsePlanInfo(text: string): PlanInfo | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
