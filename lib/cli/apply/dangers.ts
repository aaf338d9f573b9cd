// Nothing dangerous is applied unasked: whoever sits at a terminal is asked once for all stacks, and a run without one has to
// say beforehand what it accepts, or what was reviewed.
import type { Plan } from "../../plan/plan";
import { type Effect, FIXED_RULES, type Review, review } from "../../review/review";
import { commandLine } from "../options";
import { Refused, type Shell } from "../shell";
import { acceptable, dangerLines, dangersOf, paintDangers, parseAcceptance, sayUnused } from "../verdict";
import type { Workspace } from "../workspace";

export interface DangerOptions {
  /** `RULE` or `RULE@DOMAIN`. @default - none */
  readonly accept?: readonly string[];
  /** Entries whose identity may be deleted or replaced, with what follows from it on their own records. */
  readonly allowDestroy: readonly string[];
  /** Whether the digests of these plans are those of a review. @default false */
  readonly isReviewed?: boolean;
  /** Of the emulator's demo. @default false */
  readonly unattended?: boolean;
}

/** @throws Refused where a danger is not accepted, and nothing is applied then */
export async function settleDangers(
  shell: Shell,
  { kind, label }: Workspace,
  plans: readonly Plan[],
  { accept = [], allowDestroy, isReviewed = false, unattended = false }: DangerOptions,
): Promise<void> {
  const result = review(plans, { accept: accept.map(parseAcceptance) });
  sayUnused(shell, result);
  const isFixed = ({ rule }: Effect) => FIXED_RULES.includes(rule);
  const dangers = dangersOf(result).filter((danger) => isFixed(danger) || !isAllowed(danger, result, allowDestroy));
  const fixed = dangers.filter(isFixed);
  const look = commandLine("review", kind === "sandbox");
  const refuse = (named: readonly Effect[], todo: string) => {
    throw new Refused([...dangerLines(named, look), `nothing is applied: ${todo}`].join("\n"));
  };
  if (fixed.length > 0) refuse(fixed, "what these rules find cannot be accepted, fix the plan");
  if (dangers.length === 0 || isReviewed) return;
  const isAsked = shell.interactive && !shell.env.CI && !unattended;
  if (isAsked || kind === "sandbox")
    for (const line of dangerLines(dangers, look)) shell.say(paintDangers(`${label}${line}`));
  if (isAsked) {
    const what = dangers.length === 1 ? "this danger" : `these ${dangers.length} dangers`;
    if ((await shell.ask(`${label}Apply with ${what}? Only "yes" will do: `)) === "yes") return;
    throw new Refused("nothing is applied: the answer was not yes");
  }
  // Nothing of it is real, and rehearsals run by themselves.
  if (kind === "sandbox") return;
  const words = [...new Set(dangers.map((danger) => `--accept ${acceptable(danger)}`))];
  const named = words.length <= 8 ? words.join(" ") : `--accept RULE@DOMAIN for each of the ${words.length}`;
  refuse(
    dangers,
    `there is no terminal on which to ask, so say what is accepted, ${named}, or apply what was reviewed, --expect STACK=DIGEST`,
  );
}

const OF_IDENTITY: readonly string[] = ["identity", "mail-from", "dkim", "mail-from-mx"];

/** Whether a danger is one of an identity that may go, or of the records that go or are made anew with it. */
function isAllowed({ change, stack }: Effect, { domains }: Review, allowed: readonly string[]): boolean {
  const { entry, role, resource } = change ?? {};
  if (entry === undefined || role === undefined || !allowed.includes(entry)) return false;
  const identity = domains
    .flatMap(({ changes }) => changes)
    .find((one) => one.change.role === "identity" && one.change.entry === entry && one.change.stack === stack);
  const fate = identity?.change.resource.action;
  if (fate !== "delete" && fate !== "replace") return false;
  return OF_IDENTITY.includes(role) || (fate === "delete" && resource?.action === "delete");
}
