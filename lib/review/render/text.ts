// The review for a terminal. Colours are passed in as a function, because this room does not know the terminal.

import { visibleText } from "../../dns/text/escape";
import { clashSentence } from "../preflight";
import type { DomainReview, Review } from "../review";
import type { Risk } from "../rules/rule";
import { plainSentence } from "../rules/sentence";
import { headline } from "./headline";
import { type Line, mergeEffects } from "./merge";
import { type ChangeRow, rowOf, type Side } from "./rows";

/** Colours a text for a risk. */
export type Paint = (risk: Risk | "none" | "title", text: string) => string;

export function renderText(review: Review, paint: Paint = (_risk, text) => text): string {
  const { verdict, stacks, domains, effects, acceptedBy } = review;
  const plans = effects.filter(({ change, domain }) => change === undefined && domain === undefined);
  const lines = [
    paint(verdict, headline(review)),
    ...plans.map((effect) => effectLine(effect, paint, acceptedBy)),
    ...domains.flatMap((domain) => section(domain, paint, acceptedBy)),
    ...obstacles(review, paint),
    "",
    ...stacks.map(
      ({ stack, digest, status }) =>
        `${visibleText(stack)}: ${status === "complete" ? "" : `${status}, `}digest ${digest}`,
    ),
  ];
  return lines.join("\n");
}

/** What in the zones blocks the plans. */
function obstacles({ preflights }: Review, paint: Paint): string[] {
  const quote = (value: string) => `"${visibleText(value)}"`;
  const lines = [...preflights].flatMap(([stack, { unread, clashes }]) => [
    ...(unread === null ? [] : [`  ${visibleText(stack)} was not compared with its zones: ${visibleText(unread)}`]),
    ...clashes.map((clash) => `  ${paint("caution", "in the way:")} ${plainSentence(clashSentence(clash), quote)}`),
  ]);
  return lines.length === 0 ? [] : ["", paint("title", "existing records in the zones"), ...lines];
}

function section(
  { domain = "of no domain", changes, effects }: DomainReview,
  paint: Paint,
  acceptedBy: string | undefined,
): string[] {
  return [
    "",
    paint("title", visibleText(domain)),
    ...changes.map((change) => rowLine(rowOf(change), paint)),
    ...mergeEffects(effects).map((effect) => effectLine(effect, paint, acceptedBy)),
  ];
}

/** A change in one line. */
export function rowLine({ risk, action, type, name, value, description }: ChangeRow, paint: Paint): string {
  const words = [type, arrow(name), arrow(value)].filter((word) => word !== "").join(" ");
  return `  ${paint(risk, action)} ${words} (${description})`;
}

/** What a rule says, in one line. @param acceptedBy who has accepted it, if it is accepted; undefined if nobody knows */
export function effectLine({ risk, rule, sentence, accepted }: Line, paint: Paint, acceptedBy?: string): string {
  const word = accepted ? `accepted${acceptedBy === undefined ? "" : ` by ${visibleText(acceptedBy)}`}, ${risk}` : risk;
  return `  ${paint(accepted ? "safe" : risk, `${word}:`)} ${plainSentence(sentence, (value) => `"${visibleText(value)}"`)} (${rule})`;
}

/** What is created has no value before, and what is deleted none after: there the value alone is shown. */
function arrow({ before, after }: Side): string {
  if (before === undefined || after === undefined || before === after) return visibleText(after ?? before ?? "");
  return `${visibleText(before) || "nothing"} -> ${visibleText(after) || "nothing"}`;
}
