// Where plans are kept between `plan` and `apply`: a folder per stack. Plan and JSON hold secrets in clear, so the folder
// is the user's alone. plan-info.json is written last, by rename, and names the plan file's hash: without it there is no
// saved plan, and a plan file that is another's, or half copied, is found out.
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { PlanSummary } from "../../plan/summary";
import type { TerraformVersion } from "../binary";
import { TerraformError } from "../errors";

/** Plans of the sandbox are never applied to the real world, and the other way round. */
export type PlanKind = "sandbox" | "real";

/** Identifies one version of a state. */
export interface StateVersion {
  readonly lineage: string;
  readonly serial: number;
}

export interface PlanInfo extends PlanSummary {
  readonly format: 1;
  readonly stack: string;
  readonly kind: PlanKind;
  /**
   * planned: ready to be applied. failed: planning ended with an error. unfinished: an apply of it was begun and has not
   * come to its end, see apply.ts. applied: done.
   */
  readonly status: "planned" | "failed" | "unfinished" | "applied";
  /** Whether it destroys the whole stack. */
  readonly destroy: boolean;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly terraform: TerraformVersion;
  /** SHA-256 of the cdk.tf.json that was planned. */
  readonly synthesized: string;
  /** SHA-256 of plan.tfplan; null where a plan that failed left none. */
  readonly plan: string | null;
  /** The state that was planned on; null where there was none yet. */
  readonly state: StateVersion | null;
}

/** Whether a stack's name can be the name of a folder. CDKTF allows no others; this is the second lock on the door. */
export function isStackName(name: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name);
}

/** The saved plans below one folder. */
export class SavedPlans {
  /** @param root absolute path, such as `<project>/.mailzone/plans`; made when it is needed */
  constructor(readonly root: string) {}

  folder(stack: string): string {
    if (!isStackName(stack)) throw new TerraformError(`stack "${stack}" cannot be the name of a folder`);
    return path.join(this.root, stack);
  }

  /** Terraform's own plan file. */
  planFile(stack: string): string {
    return path.join(this.folder(stack), "plan.tfplan");
  }

  /** What `terraform show -json` says of it. */
  jsonFile(stack: string): string {
    return path.join(this.folder(stack), "plan.json");
  }

  private infoFile(stack: string): string {
    return path.join(this.folder(stack), "plan-info.json");
  }

  /** Forgets a stack's saved plan, if there is one. */
  async discard(stack: string): Promise<void> {
    await this.change(stack, async () => {
      // First what makes it a saved plan: a discard that is killed half-way leaves none.
      await rm(this.infoFile(stack), { force: true });
      await rm(this.folder(stack), { recursive: true, force: true });
    });
  }

  /** Deletes the plan and what is said of it: nothing is left to be applied or reviewed, and its info may say why. */
  async discardFiles(stack: string): Promise<void> {
    await this.change(stack, async () => {
      for (const file of [this.planFile(stack), this.jsonFile(stack)]) await rm(file, { force: true });
    });
  }

  /** Makes the stack's folder, for nobody else's eyes. */
  async prepare(stack: string): Promise<void> {
    await this.change(stack, async () => {
      await mkdir(this.folder(stack), { recursive: true, mode: 0o700 });
      // mkdir leaves the mode of a folder that was there.
      await chmod(this.folder(stack), 0o700);
    });
  }

  /** Writes plan-info.json, whole or not at all. The folder must be there. */
  async write(info: PlanInfo): Promise<void> {
    const file = this.infoFile(info.stack);
    const temporary = `${file}.${randomUUID()}`;
    await this.change(info.stack, async () => {
      await writeFile(temporary, `${JSON.stringify(info, null, 2)}\n`, { mode: 0o600 });
      await rename(temporary, file);
    });
  }

  private async change(stack: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const what = `the saved plan of stack "${stack}" cannot be written to "${this.folder(stack)}"`;
      throw new TerraformError(`${what}, ${(error as NodeJS.ErrnoException).code ?? error}: make it writable`, {
        cause: error,
      });
    }
  }

  /** The saved plan; undefined where there is none, "damaged" where what is there cannot be trusted. */
  async read(stack: string): Promise<PlanInfo | "damaged" | undefined> {
    let text: string;
    try {
      text = await readFile(this.infoFile(stack), "utf8");
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : "damaged";
    }
    const info = parsePlanInfo(text);
    if (info?.stack !== stack) return "damaged";
    return info.plan === (await this.hashPlanFile(stack)) ? info : "damaged";
  }

  /** SHA-256 of plan.tfplan; null where there is none. */
  async hashPlanFile(stack: string): Promise<string | null> {
    const hash = createHash("sha256");
    try {
      for await (const chunk of createReadStream(this.planFile(stack))) hash.update(chunk as Buffer);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw error;
    }
    return hash.digest("hex");
  }
}

/** Reads plan-info.json; undefined if it is damaged or of another format. */
export function parsePlanInfo(text: string): PlanInfo | undefined {
  let info: Partial<PlanInfo> | null;
  try {
    info = JSON.parse(text);
  } catch {
    return undefined;
  }
  const whole =
    typeof info === "object" &&
    info?.format === 1 &&
    typeof info.stack === "string" &&
    ["sandbox", "real"].includes(info.kind ?? "") &&
    ["planned", "failed", "unfinished", "applied"].includes(info.status ?? "") &&
    typeof info.destroy === "boolean" &&
    typeof info.synthesized === "string" &&
    (info.plan === null || typeof info.plan === "string") &&
    (info.state === null || typeof info.state?.serial === "number") &&
    typeof info.terraform?.version === "string" &&
    typeof info.counts?.add === "number";
  return whole ? (info as PlanInfo) : undefined;
}
