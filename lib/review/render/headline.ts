// The first line of a review, for all renderers.
import type { Review } from "../review";
import type { ReviewPage } from "./page";

/** `danger: 2 dangers, 1 caution, 3 safe, 1 accepted` */
export function headline(review: Review | ReviewPage): string {
  const { verdict, counts } = review;
  if (verdict === "none") return "no changes";
  const obstacles = "preflights" in review ? [...review.preflights.values()] : review.obstacles;
  const clashes = obstacles.reduce((sum, { clashes }) => sum + clashes.length, 0);
  const words = [
    plural(counts.danger, "danger"),
    plural(counts.caution, "caution"),
    counts.safe > 0 ? `${counts.safe} safe` : "",
    counts.accepted > 0 ? `${counts.accepted} accepted` : "",
    clashes > 0 ? `${clashes} in the way` : "",
  ];
  return `${verdict}: ${words.filter((word) => word !== "").join(", ")}`;
}

function plural(count: number, noun: string): string {
  return count === 0 ? "" : `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
