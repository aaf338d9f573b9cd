// What a pipeline needs from git: the commit that a change is compared with, and its whole tree in a separate folder. `git show
// COMMIT:PATH` is never used: for a folder it prints a listing and succeeds. Git's own messages say what is missing.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Context } from "../context";
import { Refused } from "../refused";

/** A commit's tree on disk. */
export interface Tree {
  /** The commit's id. */
  readonly commit: string;
  /** The folder in the tree that matches the command's working folder. */
  readonly folder: string;
  /** The repository's top, absolute: in the tree, and in the checkout where the command runs. */
  readonly top: { readonly tree: string; readonly checkout: string };
}

type Repository = Pick<Context, "cwd" | "env" | "interrupts" | "run">;

/** @throws Refused with git's own message */
async function git(repository: Repository, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const result = await repository.run("git", args, {
    cwd: repository.cwd,
    // So that no hook and no file system monitor of the checkout runs, and no large file is downloaded.
    env: { ...repository.env, GIT_LFS_SKIP_SMUDGE: "1", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C", ...env },
    interrupts: repository.interrupts,
    expendable: true,
  });
  if (result.code === 0) return result.stdout;
  const message = result.stderr.trim().split("\n").slice(0, 5).join("\n");
  throw new Refused(`git ${args.find((arg) => /^[a-z]/.test(arg)) ?? ""} failed: ${message || "it said nothing"}`);
}

/**
 * The commit that a change is compared with: the named one, else the first parent of a merge, because pipelines check out a
 * merge.
 * @throws Refused if it is not known, or not fetched
 */
export async function baseCommit(repository: Repository, named?: string): Promise<string> {
  const parents = named === undefined ? await parentsOf(repository, "HEAD") : [named, named];
  const [first] = parents;
  if (first === undefined || parents.length < 2)
    throw new Refused(
      "HEAD is no merge, so that it does not say what is changed: name the commit before with --base COMMIT",
    );
  try {
    return (await git(repository, ["rev-parse", "--verify", "--end-of-options", `${first}^{commit}`])).trim();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new Refused(
      `the commit "${first}" is not in this clone, so that nothing can be compared with it: fetch it, in GitHub Actions by fetch-depth: 2, in GitLab CI by GIT_DEPTH: "0"`,
    );
  }
}

/** Read from the commit itself. In a shallow clone all other commands hide the parents. */
async function parentsOf(repository: Repository, commit: string): Promise<readonly string[]> {
  const [header = ""] = (await git(repository, ["cat-file", "commit", commit])).split("\n\n");
  return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, id]) => id ?? "");
}

/** The top of the checkout, absolute. */
export async function checkoutOf(repository: Repository): Promise<string> {
  return (await git(repository, ["rev-parse", "--show-toplevel"])).replace(/\n$/, "");
}

/** Runs `job` with the whole tree of a commit, in a folder that only its owner can read. The folder is removed afterwards. */
export async function withTree<T>(repository: Repository, commit: string, job: (tree: Tree) => Promise<T>): Promise<T> {
  const [checkout = "", prefix = ""] = (await git(repository, ["rev-parse", "--show-toplevel", "--show-prefix"])).split(
    "\n",
  );
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-base-"));
  try {
    const tree = path.join(home, "tree");
    fs.mkdirSync(tree);
    const ours = ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-C", checkout];
    const index = { GIT_INDEX_FILE: path.join(home, "index") };
    await git(repository, [...ours, "read-tree", commit], index);
    await git(repository, [...ours, "checkout-index", "--all", "--force", `--prefix=${tree}${path.sep}`], index);
    return await job({ commit, folder: path.join(tree, prefix), top: { tree, checkout } });
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}

/** The files that differ between a commit and HEAD, from the repository's top. */
export async function changedFiles(repository: Repository, commit: string): Promise<readonly string[]> {
  const list = await git(repository, ["diff", "--no-renames", "--name-only", "-z", "--end-of-options", commit, "HEAD"]);
  return list.split("\0").filter((name) => name !== "");
}
