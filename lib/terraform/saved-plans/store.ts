// Stores plans between `plan` and `apply`, in a folder for each stack. Plan and JSON contain secrets in clear text, so only the user may
// read the folder. A plan is created in a temporary folder below; then its files are moved into place, and plan-info.json is written
// last, by rename, with the hashes of all of them. So there is a complete saved plan or none, and files of another plan, or half copied
// ones, are detected.
import { readdirSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { codeMeaning, projectFix } from "../../files/faults";
import { writeWhole } from "../../files/write";
import { TerraformError } from "../errors";
import { hashFile, readPlain, sha256 } from "../hash";
import { refuseLinks } from "../links";
import { type PlanInfo, parsePlanInfo } from "./plan-info";

/** Whether a stack's name can be the name of a folder. CDKTF allows no others; this is a second safeguard. */
export function isStackName(name: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name);
}

/** The mode of files that contain secrets. */
const OWNER_ONLY = 0o600;

/** A temporary folder in which a plan is created. */
export interface UnsavedPlan {
  readonly stack: string;
  readonly folder: string;
  /** Terraform's own plan file. */
  readonly planFile: string;
  /** The output of `terraform show -json` for it. */
  readonly jsonFile: string;
}

/** The saved plans below one folder. */
export class SavedPlans {
  /**
   * @param root absolute path, such as `<project>/.mailzone/plans`; created when needed
   * @param base absolute path of the project's folder: below it no link is followed. @default - the parent folder of root
   */
  constructor(
    readonly root: string,
    private readonly base: string = path.dirname(root),
  ) {}

  /** The stacks that have a folder, sorted; some may have no saved plan. */
  stacks(): string[] {
    refuseLinks(this.base, this.root);
    try {
      const entries = readdirSync(this.root, { withFileTypes: true });
      // A link is listed too, so that it is refused and not ignored.
      const folders = entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
      return folders.flatMap(({ name }) => (isStackName(name) ? [name] : [])).sort();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw new TerraformError(`"${this.root}" cannot be read, ${codeOf(error)}: make it readable`, { cause: error });
    }
  }

  folder(stack: string): string {
    if (!isStackName(stack)) throw new TerraformError(`stack "${stack}" cannot be the name of a folder`);
    return path.join(this.root, stack);
  }

  planFile(stack: string): string {
    return path.join(this.folder(stack), "plan.tfplan");
  }

  jsonFile(stack: string): string {
    return path.join(this.folder(stack), "plan.json");
  }

  /** Conflicts of the plan with the zones, see lib/review/preflight.ts. */
  preflightFile(stack: string): string {
    return path.join(this.folder(stack), "preflight.json");
  }

  private infoFile(stack: string): string {
    return path.join(this.folder(stack), "plan-info.json");
  }

  /** Deletes a stack's saved plan, if there is one, and everything that an interrupted run left beside it. */
  async discard(stack: string): Promise<void> {
    await this.guarded(stack, async () => {
      // First the file that makes it a saved plan: if this is killed half-way, there is none.
      await rm(this.infoFile(stack), { force: true });
      await rm(this.folder(stack), { recursive: true, force: true });
    });
  }

  /** Creates the stack's folder, which only the user can read, and in it a temporary one for a new plan. */
  async draft(stack: string): Promise<UnsavedPlan> {
    return this.guarded(stack, async () => {
      await this.makeFolder(stack);
      const folder = await mkdtemp(path.join(this.folder(stack), "making-"));
      return {
        stack,
        folder,
        planFile: path.join(folder, "plan.tfplan"),
        jsonFile: path.join(folder, "plan.json"),
      };
    });
  }

  /** Deletes a draft, whether it was kept or not. */
  async removeDraft({ stack, folder }: UnsavedPlan): Promise<void> {
    await this.guarded(stack, () => rm(folder, { recursive: true, force: true }));
  }

  /** Moves the files of a draft that `info` has hashes of into place; plan-info.json is written last. */
  async keep({ stack, planFile, jsonFile }: UnsavedPlan, info: PlanInfo): Promise<void> {
    await this.guarded(stack, async () => {
      for (const [from, to, hash] of [
        [planFile, this.planFile(stack), info.plan],
        [jsonFile, this.jsonFile(stack), info.json],
      ] as const) {
        if (hash === null) continue;
        await chmod(from, OWNER_ONLY);
        await rename(from, to);
      }
    });
    await this.write(info);
  }

  /** Writes preflight.json beside a saved plan, and its hash into plan-info.json. */
  async keepPreflight(info: PlanInfo, bytes: string): Promise<PlanInfo> {
    const { stack } = info;
    const bound = { ...info, preflight: sha256(bytes) };
    await this.guarded(stack, async () => writeWhole(this.preflightFile(stack), bytes, OWNER_ONLY));
    await this.write(bound);
    return bound;
  }

  /** Writes plan-info.json atomically. */
  async write(info: PlanInfo): Promise<void> {
    await this.guarded(info.stack, async () => {
      await this.makeFolder(info.stack);
      writeWhole(this.infoFile(info.stack), `${JSON.stringify(info, null, 2)}\n`, OWNER_ONLY);
    });
  }

  /** Writes plan-info.json of a used plan, and deletes the plan's files, which contain secrets and are not needed any more. */
  async markUsed(info: PlanInfo): Promise<void> {
    const { stack } = info;
    await this.write({ ...info, plan: null, json: null, preflight: null });
    await this.guarded(stack, async () => {
      for (const file of [this.planFile(stack), this.jsonFile(stack), this.preflightFile(stack)]) {
        await rm(file, { force: true });
      }
    });
  }

  /**
   * The saved plan's info; undefined if there is none, "damaged" if its files cannot be trusted. The files of a plan that cannot be applied
   * any more are not checked.
   * @throws TerraformError if there is a symbolic link
   */
  async read(stack: string): Promise<PlanInfo | "damaged" | undefined> {
    refuseLinks(this.base, this.infoFile(stack));
    let text: string;
    try {
      text = (await readPlain(this.infoFile(stack))).toString();
    } catch (error) {
      return codeOf(error) === "ENOENT" ? undefined : "damaged";
    }
    const info = parsePlanInfo(text);
    if (info?.stack !== stack) return "damaged";
    if (info.status === "applied" || info.status === "unfinished") return info;
    for (const [file, hash] of [
      [this.planFile(stack), info.plan],
      [this.jsonFile(stack), info.json],
      [this.preflightFile(stack), info.preflight],
    ] as const) {
      refuseLinks(this.base, file);
      if ((await hashFile(file)) !== hash) return "damaged";
    }
    return info;
  }

  /**
   * Reads plan.json or preflight.json once, and checks that the bytes have the hash in `info`.
   * @throws TerraformError if they do not
   */
  async readVerified(info: PlanInfo, what: "json" | "preflight"): Promise<Buffer> {
    const file = what === "json" ? this.jsonFile(info.stack) : this.preflightFile(info.stack);
    refuseLinks(this.base, file);
    const bytes = await readPlain(file).catch(() => undefined);
    if (bytes === undefined || sha256(bytes) !== info[what]) throw changedPlan(info.stack);
    return bytes;
  }

  /**
   * Copies plan.tfplan into a temporary folder that only the user can write, and checks the hash of the copy, so that nobody can replace it
   * between the check and the apply.
   * @returns the copy's path; removeCopy() or discard() deletes its folder
   * @throws TerraformError if it is not the plan of `info`
   */
  async copyForApply(info: PlanInfo): Promise<string> {
    const { stack } = info;
    refuseLinks(this.base, this.planFile(stack));
    return this.guarded(stack, async () => {
      const folder = await mkdtemp(path.join(this.folder(stack), "applying-"));
      const copy = path.join(folder, "plan.tfplan");
      try {
        const bytes = await readPlain(this.planFile(stack)).catch(() => undefined);
        if (bytes === undefined || sha256(bytes) !== info.plan) throw changedPlan(stack);
        await writeFile(copy, bytes, { mode: OWNER_ONLY, flag: "wx" });
        return copy;
      } catch (error) {
        await rm(folder, { recursive: true, force: true });
        throw error;
      }
    });
  }

  /** Deletes a copy of copyForApply(); if that fails, discard() will delete it. */
  async removeCopy(copy: string): Promise<void> {
    try {
      refuseLinks(this.base, copy);
      await rm(path.dirname(copy), { recursive: true, force: true });
    } catch {
      // The result of the apply must be returned anyway.
    }
  }

  private async makeFolder(stack: string): Promise<void> {
    await mkdir(this.folder(stack), { recursive: true, mode: 0o700 });
    // mkdir does not change the mode of an existing folder.
    await chmod(this.folder(stack), 0o700);
  }

  private async guarded<T>(stack: string, work: () => Promise<T>): Promise<T> {
    refuseLinks(this.base, this.folder(stack));
    try {
      return await work();
    } catch (error) {
      if (error instanceof TerraformError) throw error;
      const what = `the saved plan of stack "${stack}" cannot be written to "${this.folder(stack)}"`;
      const code = codeOf(error);
      throw new TerraformError(`${what}: ${codeMeaning(code)}: ${projectFix(code)}`, { cause: error });
    }
  }
}

function changedPlan(stack: string): TerraformError {
  return new TerraformError(
    `the saved plan of stack "${stack}" is not the one that was checked, its files have changed since: nothing is applied, run mailzone plan again`,
  );
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
