// The first words of a review, for all renderers.
import type { Review } from "../review";

/** `danger: 2 dangers, 1 caution, 3 safe, 1 accepted` */
export function headline({ verdict, counts }: Review): string {
  if (verdict === "none") return "no changes";
  const words = [
    plural(counts.danger, "danger"),
    plural(counts.caution, "caution"),
    counts.safe > 0 ? `${counts.safe} safe` : "",
    counts.accepted > 0 ? `${counts.accepted} accepted` : "",
  ];
  return `${verdict}: ${words.filter((word) => word !== "").join(", ")}`;
}

function plural(count: number, noun: string): string {
  return count === 0 ? "" : `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
