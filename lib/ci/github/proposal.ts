// A pull request that proposes changed files. Its branch is named after what it proposes, so that the same proposal is made once: while it is open it is kept
// up to date, and where a person closed it, it is not made again. It is made by GitHub's API: no checkout needs a token that pushes.
import { createHash } from "node:crypto";
import type { GitHub } from "./client";

export interface Proposal {
  /** What is proposed, such as `example.com p=quarantine`: it names the branch. */
  readonly key: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  /** What the commit says below its title: it stays in the history when the pull request is gone. */
  readonly reasons: string;
  /** The branch that it is for. */
  readonly base: string;
  /** The commit that the files were read from, which the change is put on. */
  readonly commit: string;
  /** Paths from the repository's top. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/** `declined`: a person closed it without merging. */
export interface Proposed {
  readonly kind: "opened" | "updated" | "declined";
  readonly number: number;
}

interface Pull {
  readonly number: number;
  readonly state: "open" | "closed";
  readonly merged_at?: string | null;
}

/** @throws ApiError if GitHub refuses it */
export async function propose(github: GitHub, proposal: Proposal): Promise<Proposed> {
  const { title, body, base } = proposal;
  const branch = `mailzone/dmarc-${createHash("sha256").update(proposal.key).digest("hex").slice(0, 12)}`;
  const [owner = ""] = github.repository.split("/");
  const pulls = await github.all<Pull>(`pulls?state=all&head=${encodeURIComponent(`${owner}:${branch}`)}`);
  const open = pulls.find(({ state }) => state === "open");
  if (open !== undefined) {
    // What people pushed to it stays: only the figures are new.
    await github.send("PATCH", `pulls/${open.number}`, { body });
    return { kind: "updated", number: open.number };
  }
  const [last] = [...pulls].sort((a, b) => b.number - a.number);
  if (last !== undefined && !last.merged_at) return { kind: "declined", number: last.number };
  const sha = await commit(github, proposal);
  const isThere = (await github.find(`git/ref/heads/${branch}`)) !== undefined;
  // Without an open pull request it is what was merged before, or what a run left that ended between these two calls.
  if (isThere) await github.send("PATCH", `git/refs/heads/${branch}`, { sha, force: true });
  else await github.send("POST", "git/refs", { ref: `refs/heads/${branch}`, sha });
  const { number } = await github.create<Pull>("pulls", { title, body, head: branch, base });
  return { kind: "opened", number };
}

async function commit(github: GitHub, { commit: parent, files, title, reasons }: Proposal): Promise<string> {
  const { tree } = await github.get<{ tree: { sha: string } }>(`git/commits/${parent}`);
  const entries = files.map(({ path, text }) => ({ path, mode: "100644", type: "blob", content: text }));
  const made = await github.create<{ sha: string }>("git/trees", { base_tree: tree.sha, tree: entries });
  const { sha } = await github.create<{ sha: string }>("git/commits", {
    message: `${title}\n\n${reasons}\n`,
    tree: made.sha,
    parents: [parent],
  });
  return sha;
}
