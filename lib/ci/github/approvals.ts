// Who may do what on a pull request: labels that accept, approvals, and who is allowed to give them. Labels and approvals of
// people without write access are ignored.
import type { GitHub } from "./client";

export interface Pull {
  readonly number: number;
  readonly user: { readonly login: string };
  readonly head: { readonly sha: string; readonly ref: string; readonly repo: { readonly full_name: string } | null };
  readonly base: { readonly ref: string };
  readonly labels: readonly { readonly name: string }[];
  readonly merged_at: string | null;
  readonly merge_commit_sha: string | null;
  readonly merged_by?: { readonly login: string } | null;
}

/** Somebody accepts the findings of a rule. */
export interface LabelAcceptance {
  /** `RULE` or `RULE@DOMAIN` */
  readonly accept: string;
  readonly by: string;
}

export interface CountedLabels {
  readonly counted: readonly LabelAcceptance[];
  /** For the others: why they are not valid; one line each. */
  readonly ignored: readonly string[];
}

interface Event {
  readonly event?: string;
  readonly label?: { readonly name?: string };
  readonly actor?: { readonly login?: string } | null;
  readonly created_at?: string;
}

const PREFIX = "accept:";

export class Approvals {
  readonly #github: GitHub;
  readonly #mayWrite = new Map<string, Promise<boolean>>();

  constructor(github: GitHub) {
    this.#github = github;
  }

  /** Whether somebody may push to the repository. */
  mayWrite(login: string): Promise<boolean> {
    const known = this.#mayWrite.get(login) ?? this.#ask(login);
    this.#mayWrite.set(login, known);
    return known;
  }

  /**
   * The valid `accept:…` labels of an open pull request: set by somebody with write access after the last push, by GitHub's own
   * clock. So they accept what was seen, not what comes later.
   * @param refuse why a text cannot be accepted; undefined if it can
   */
  async acceptances(pull: Pull, refuse: (accept: string) => string | undefined): Promise<CountedLabels> {
    const names = pull.labels.flatMap(({ name }) => (name.startsWith(PREFIX) ? [name] : []));
    if (names.length === 0) return { counted: [], ignored: [] };
    const pushed = await this.#pushed(pull);
    const timeline = await this.#timeline(pull.number);
    const counted: LabelAcceptance[] = [];
    const ignored: string[] = [];
    for (const name of names) {
      const set = timeline.filter(({ event, label }) => event === "labeled" && label?.name === name).at(-1);
      const by = set?.actor?.login ?? "";
      const accept = name.slice(PREFIX.length);
      const fault = refuse(accept);
      const skip = (why: string) => ignored.push(`label "${name}" does not count, ${why}`);
      if (fault !== undefined) skip(fault);
      else if (pushed === undefined || !((set?.created_at ?? "") > pushed))
        skip("it was set before the last push: take it off and set it again");
      else if (by === "" || !(await this.mayWrite(by))) skip(`"${by}" has no write access`);
      else counted.push({ accept, by });
    }
    return { counted, ignored };
  }

  /** Acceptances that were valid once but were gone when the pull request was merged. */
  async withdrawn(pull: Pull, accepted: readonly string[]): Promise<readonly string[]> {
    if (accepted.length === 0) return [];
    const merged = pull.merged_at ?? "";
    const timeline = await this.#timeline(pull.number);
    const missing: string[] = [];
    for (const accept of accepted) {
      const own = timeline.filter(
        ({ event, label, created_at = "" }) =>
          (event === "labeled" || event === "unlabeled") &&
          label?.name === `${PREFIX}${accept}` &&
          created_at <= merged,
      );
      const last = own.at(-1);
      const by = last?.actor?.login ?? "";
      if (last?.event !== "labeled" || by === "" || !(await this.mayWrite(by))) missing.push(accept);
    }
    return missing;
  }

  /**
   * Who approved exactly the head of a pull request, or why nobody did. A comment does not withdraw an approval.
   * @param sole the only person who works here: merging their own pull request is the approval
   */
  async approval(pull: Pull, sole?: string): Promise<{ readonly by: string } | { readonly why: string }> {
    const { number, head, user } = pull;
    const reviews = await this.#github.all<{
      readonly state: string;
      readonly commit_id: string;
      readonly user: { readonly login: string } | null;
    }>(`pulls/${number}/reviews`);
    const last = new Map<string, { readonly state: string; readonly commit_id: string }>();
    for (const review of reviews) {
      if (review.user !== null && !["COMMENTED", "PENDING"].includes(review.state)) last.set(review.user.login, review);
    }
    let approved: string | undefined;
    for (const [login, { state, commit_id }] of last) {
      if (login === user.login || !(await this.mayWrite(login))) continue;
      if (state === "CHANGES_REQUESTED") return { why: `"${login}" asked for changes of pull request ${number}` };
      if (state === "APPROVED" && commit_id === head.sha) approved = login;
    }
    if (approved !== undefined) return { by: approved };
    if (sole !== undefined && sole !== "" && user.login === sole && pull.merged_by?.login === sole) return { by: sole };
    return { why: `nobody with write access approved the head ${head.sha} of pull request ${number}` };
  }

  async #ask(login: string): Promise<boolean> {
    // A person who is not a collaborator is not found.
    const answer = await this.#github.find<{ readonly permission?: string }>(
      `collaborators/${encodeURIComponent(login)}/permission`,
    );
    return answer?.permission === "admin" || answer?.permission === "write";
  }

  /**
   * When the head was pushed; undefined if GitHub does not say. The dates in a commit are not used, because its author sets
   * them.
   */
  async #pushed({ head }: Pull): Promise<string | undefined> {
    const query = `ref=${encodeURIComponent(`refs/heads/${head.ref}`)}&direction=desc&per_page=1`;
    const [last] = await this.#github.get<readonly { readonly after?: string; readonly timestamp?: string }[]>(
      `activity?${query}`,
    );
    return last?.after === head.sha ? last.timestamp : undefined;
  }

  async #timeline(number: number): Promise<readonly Event[]> {
    return this.#github.all<Event>(`issues/${number}/timeline`);
  }
}
