// The parts of a review's Markdown, as plain data. One job can pass it to another that publishes, and the pages of several jobs
// can be joined.
import { clashSentence, type Preflight } from "../preflight";
import type { Review } from "../review";
import type { Risk } from "../rules/rule";
import type { Sentence } from "../rules/sentence";
import type { Line } from "./merge";
import { type ChangeRow, rowOf } from "./rows";

export interface ReviewPage {
  readonly verdict: Review["verdict"];
  readonly counts: Review["counts"];
  readonly acceptedBy?: string;
  readonly stacks: Review["stacks"];
  /** What in the zones blocks the plans. */
  readonly obstacles: readonly Obstacle[];
  /** Everything that was said, worst first. */
  readonly lines: readonly Line[];
  /** The riskiest domain first. */
  readonly tables: readonly Table[];
}

export interface Obstacle {
  readonly stack: string;
  /** Why the zones could not be read. */
  readonly unread: Preflight["unread"];
  readonly clashes: readonly Sentence[];
}

export interface Table {
  /** Undefined for changes that belong to no domain. */
  readonly domain?: string;
  readonly risk: Risk;
  readonly rows: readonly ChangeRow[];
}

export function pageOf(review: Review): ReviewPage {
  const { verdict, counts, acceptedBy, stacks, preflights, effects, domains } = review;
  return {
    verdict,
    counts,
    stacks,
    acceptedBy,
    obstacles: [...preflights].map(([stack, { unread, clashes }]) => ({
      stack,
      unread,
      clashes: clashes.map(clashSentence),
    })),
    lines: effects.map(({ risk, rule, domain, accepted, sentence }) => ({
      risk,
      rule,
      accepted,
      sentence,
      domain,
    })),
    tables: domains
      .filter(({ changes }) => changes.length > 0)
      .map(({ domain, risk, changes }) => ({
        domain,
        risk,
        rows: changes.map(rowOf),
      })),
  };
}

const RISKS: readonly Risk[] = ["danger", "caution", "safe"];

/** Joins several pages, worst first, so that the least important lines are cut first. */
export function joinPages(pages: readonly ReviewPage[]): ReviewPage {
  const by = <T extends { readonly risk: Risk }>(all: readonly T[]) =>
    RISKS.flatMap((risk) => all.filter((one) => one.risk === risk));
  const sum = (key: keyof Review["counts"]) => pages.reduce((total, { counts }) => total + counts[key], 0);
  const counts = { danger: sum("danger"), caution: sum("caution"), safe: sum("safe"), accepted: sum("accepted") };
  const relevant = pages.filter(({ verdict }) => verdict !== "none");
  const acceptors = [...new Set(pages.flatMap(({ acceptedBy }) => acceptedBy ?? []))];
  return {
    verdict:
      relevant.length === 0
        ? "none"
        : (RISKS.find((risk) => relevant.some(({ verdict }) => verdict === risk)) ?? "safe"),
    counts,
    acceptedBy: acceptors.length > 0 ? acceptors.join(", ") : undefined,
    stacks: pages.flatMap(({ stacks }) => stacks),
    obstacles: pages.flatMap(({ obstacles }) => obstacles),
    lines: by(pages.flatMap(({ lines }) => lines)),
    tables: by(pages.flatMap(({ tables }) => tables)),
  };
}
