// Drift for a terminal. Colours are passed in as a function.
import { visibleSentence, visibleText } from "../../dns/text/escape";
import { mergeEffects } from "../../review/render/merge";
import type { Side } from "../../review/render/rows";
import type { Paint } from "../../review/render/text";
import { plainSentence } from "../../review/rules/sentence";
import type { Drift, DriftItem } from "../result";
import { driftHeadline, driftRow, NOT_COMPARED, remedies } from "./words";

/** @param command how a command is typed, such as `mailzone plan --emulated` */
export function renderText(
  drift: Drift,
  command: (name: "plan" | "adopt") => string,
  paint: Paint = (_risk, text) => text,
): string {
  const { verdict, state, domains, unknown } = drift;
  const lines = [
    paint(state === "unknown" ? "caution" : verdict, driftHeadline(drift)),
    ...domains.flatMap(({ domain = "of no domain", items, effects }) => [
      "",
      paint("title", visibleText(domain)),
      ...items.map((item) => row(item, paint)),
      ...mergeEffects(effects).map(
        ({ risk, rule, sentence }) =>
          `  ${paint(risk, `${risk}:`)} ${plainSentence(sentence, (value) => `"${visibleText(value)}"`)} (${rule})`,
      ),
    ]),
    ...(unknown.length === 0 ? [] : ["", paint("title", "could not tell")]),
    ...unknown.map(({ message }) => `  ${visibleSentence(message)}`),
    "",
    ...remedies(drift, command),
    NOT_COMPARED,
  ];
  return lines.join("\n");
}

function row(item: DriftItem, paint: Paint): string {
  const { risk, action, type, name, value, description } = driftRow(item);
  const words = [type, arrow(name), arrow(value)].filter((word) => word !== "").join(" ");
  return `  ${paint(risk, action)} ${words} (${description})`;
}

/** What is extra has no value before, and what is gone has none after: there the value alone is shown. */
function arrow({ before, after }: Side): string {
  if (before === undefined || after === undefined || before === after) return visibleText(after ?? before ?? "");
  return `${visibleText(before) || "nothing"} -> ${visibleText(after) || "nothing"}`;
}
