// The first words of a review, for all renderers.
import type { Review } from "../review";

/** `danger: 2 dangers, 1 caution, 3 safe, 1 accepted` */
export function headline({ verdict, counts, preflights }: Review): string {
  if (verdict === "none") return "no changes";
  const clashes = [...preflights.values()].reduce((sum, preflight) => sum + preflight.clashes.length, 0);
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
