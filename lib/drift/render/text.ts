// Drift for a terminal. Colours are passed in as a function.
import { visibleSentence, visibleText } from "../../dns/text/escape";
import { mergeEffects } from "../../review/render/merge";
import { effectLine, type Paint, rowLine } from "../../review/render/text";
import type { Drift } from "../result";
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
      ...items.map((item) => rowLine(driftRow(item), paint)),
      ...mergeEffects(effects).map((effect) => effectLine(effect, paint)),
    ]),
    ...(unknown.length === 0 ? [] : ["", paint("title", "could not tell")]),
    ...unknown.map(({ message }) => `  ${visibleSentence(message)}`),
    "",
    ...remedies(drift, command),
    NOT_COMPARED,
  ];
  return lines.join("\n");
}
