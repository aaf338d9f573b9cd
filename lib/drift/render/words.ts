// What the renderings of drift have in common: the first line, the words for what happened, and what is never compared.
import { visibleText } from "../../dns/text/escape";
import { type ChangeRow, rowOf } from "../../review/render/rows";
import type { Drift, DriftItem, DriftKind } from "../result";

export const KIND_WORDS: Readonly<Record<DriftKind, string>> = {
  changed: "changed",
  gone: "gone",
  remade: "made anew",
  extra: "extra",
};

/** What drift never sees. */
export const NOT_COMPARED =
  "not compared: domains.yaml and what it changes, what AWS and Cloudflare compute, CloudFront; mailzone plan shows it";

/** `drift: 2 differences, 1 danger, 1 caution; compared 13 records in 1 zone and 1 identity` */
export function driftHeadline({ state, domains, counts, unknown, compared }: Drift): string {
  const differences = domains.reduce((sum, { items }) => sum + items.length, 0);
  const found = [
    differences > 0 ? plural(differences, "difference") : "",
    ...(differences > 0
      ? [count(counts.danger, "danger"), count(counts.caution, "caution"), counts.safe > 0 ? `${counts.safe} safe` : ""]
      : []),
    unknown.length > 0 ? `${plural(unknown.length, "thing")} could not be told` : "",
    state === "clean" ? "everything is as it was applied" : "",
  ].filter((part) => part !== "");
  const { records, zones, identities, sets, senders, certificates } = compared;
  const parts = [
    `${plural(records, "record")} in ${plural(zones, "zone")}`,
    identities === 1 ? "1 identity" : `${identities} identities`,
    ...(sets > 0 ? [plural(sets, "configuration set")] : []),
    ...(senders > 0 ? [plural(senders, "sender")] : []),
    ...(certificates > 0 ? [plural(certificates, "certificate")] : []),
  ];
  const scope = `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
  return `${state === "unknown" ? "could not tell" : state}: ${found.join(", ")}; compared ${scope}`;
}

/** The columns of a difference, with what happened instead of what a plan would do. */
export function driftRow(item: DriftItem): ChangeRow {
  return { ...rowOf(item), action: KIND_WORDS[item.kind] };
}

/** What to do, one line for each kind that was found. */
export function remedies({ domains }: Drift, command: (name: "plan" | "adopt") => string): string[] {
  const kinds = new Set(domains.flatMap(({ items }) => items.map(({ kind }) => kind)));
  const lines: string[] = [];
  if (kinds.has("changed") || kinds.has("gone"))
    lines.push(
      `changed and gone: ${command("plan")} shows how an apply puts them back, or write what is right to domains.yaml`,
    );
  const remade = domains.flatMap(({ items }) => items.flatMap(({ kind, change }) => (kind === "remade" ? change : [])));
  if (remade.length > 0) {
    const addresses = remade.slice(0, 3).map(({ resource }) => visibleText(resource.address));
    const more = remade.length > 3 ? ` and ${remade.length - 3} more` : "";
    lines.push(
      `made anew: it has another id, under which no apply finds it: in the stack's folder run terraform state rm ${addresses.join(" ")}${more}, then ${command("adopt")} --write, then ${command("plan")}`,
    );
  }
  if (kinds.has("extra"))
    lines.push("extra: no apply removes it: delete it where it was made, or take it into domains.yaml");
  return lines;
}

function count(number: number, noun: string): string {
  return number === 0 ? "" : plural(number, noun);
}

function plural(number: number, noun: string): string {
  // Node takes 20 ms to load what writes the commas, which a small number has none of.
  const digits = number < 1_000 ? String(number) : number.toLocaleString("en-US");
  return `${digits} ${noun}${number === 1 ? "" : "s"}`;
}
