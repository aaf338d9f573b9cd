// Nothing dangerous is applied without a yes. A person at a terminal is asked once for all stacks. A run without a terminal
// must say beforehand what it accepts, or what was reviewed.
import { visibleText } from "../../dns/text/escape";
import type { Plan } from "../../plan/plan";
import { mergeEffects } from "../../review/render/merge";
import { type Acceptance, type Effect, FIXED_RULES, type Review, review } from "../../review/review";
import { plainSentence } from "../../review/rules/sentence";
import { commandLine } from "../command-line";
import type { ProjectData, Questions, Reporter } from "../context";
import { Refused } from "../refused";
import { formatAcceptance, sayUnused } from "./acceptance";

/** How many dangers are named. The review has them all. */
const MAX_NAMED = 50;

/** The dangers of a review, without the accepted ones. */
export function dangersOf({ effects }: Review): Effect[] {
  return effects.filter(({ risk, accepted }) => risk === "danger" && !accepted);
}

/**
 * `danger: what happens (RULE@DOMAIN)`, one line each. The text in brackets is a value for `--accept`.
 * @param command lists all of them, if there are too many
 */
export function dangerLines(dangers: readonly Effect[], command: string): string[] {
  const lines = mergeEffects(dangers).map(
    (line) =>
      `danger: ${plainSentence(line.sentence, (value) => `"${visibleText(value)}"`)} (${formatAcceptance(line)})`,
  );
  const rest = lines.length - MAX_NAMED;
  return rest <= 0 ? lines : [...lines.slice(0, MAX_NAMED), `and ${rest} more dangers: ${command} lists them`];
}

/** Which dangers of a plan are accepted beforehand. */
export interface DangerOptions {
  /** Dangers that are known and wanted. @default - none */
  readonly accept?: readonly Acceptance[];
  /** Entries whose identity may be deleted or replaced, including the effects on their own records. @default - none */
  readonly allowDestroy?: readonly string[];
  /** Whether the digests of these plans are those of a review. @default false */
  readonly isReviewed?: boolean;
  /** Nobody is asked, even at a terminal. @default false */
  readonly unattended?: boolean;
}

/**
 * Asks a person if there is one, and refuses without a yes. In an emulated world nothing is real: its dangers are reported, and
 * if nobody can be asked it continues.
 * @throws Refused if a danger is not accepted; then nothing is applied
 */
export async function refuseDangers(
  context: Pick<Reporter, "say"> & Questions & Pick<ProjectData, "kind" | "label">,
  plans: readonly Plan[],
  { accept = [], allowDestroy = [], isReviewed = false, unattended = false }: DangerOptions,
): Promise<void> {
  const { ask, kind, label, say } = context;
  const result = review(plans, { accept });
  sayUnused(context, result);
  const isFixed = ({ rule }: Effect) => FIXED_RULES.includes(rule);
  const dangers = dangersOf(result).filter((danger) => isFixed(danger) || !isAllowed(danger, result, allowDestroy));
  const fixed = dangers.filter(isFixed);
  const look = commandLine("review", context);
  const refuse = (named: readonly Effect[], todo: string) => {
    throw new Refused([...dangerLines(named, look), `nothing is applied: ${todo}`].join("\n"));
  };
  if (fixed.length > 0) refuse(fixed, "what these rules find cannot be accepted, fix the plan");
  if (dangers.length === 0 || isReviewed) return;
  const isAsked = ask !== undefined && !unattended;
  if (isAsked || kind === "sandbox") for (const line of dangerLines(dangers, look)) say(`${label}${line}`);
  if (isAsked) {
    const what = dangers.length === 1 ? "this danger" : `these ${dangers.length} dangers`;
    if ((await ask(`${label}Apply with ${what}? Only "yes" will do: `)) === "yes") return;
    throw new Refused("nothing is applied: the answer was not yes");
  }
  // Nothing in it is real, and rehearsals run without a person.
  if (kind === "sandbox") return;
  const words = [...new Set(dangers.map((danger) => `--accept ${formatAcceptance(danger)}`))];
  const named = words.length <= 8 ? words.join(" ") : `--accept RULE@DOMAIN for each of the ${words.length}`;
  refuse(
    dangers,
    `there is no terminal on which to ask, so say what is accepted, ${named}, or apply what was reviewed, --expect STACK=DIGEST`,
  );
}

const IDENTITY_ROLES: readonly string[] = ["identity", "mail-from", "dkim", "mail-from-mx"];

/** Whether a danger is about an identity that may be deleted, or about the records that are deleted or replaced with it. */
function isAllowed({ change, stack }: Effect, { domains }: Review, allowed: readonly string[]): boolean {
  const { entry, role, resource } = change ?? {};
  if (entry === undefined || role === undefined || !allowed.includes(entry)) return false;
  const identity = domains
    .flatMap(({ changes }) => changes)
    .find((one) => one.change.role === "identity" && one.change.entry === entry && one.change.stack === stack);
  const action = identity?.change.resource.action;
  if (action !== "delete" && action !== "replace") return false;
  return IDENTITY_ROLES.includes(role) || (action === "delete" && resource?.action === "delete");
}
