// What mailzone review said, to be reported: dangers and cautions, and what stands in the way in the zones. What is safe is none.
import { clashSentence } from "../review/preflight";
import type { Effect, Review } from "../review/review";
import { RULES } from "../review/rules/rules";
import { plainSentence } from "../review/rules/sentence";
import type { Report, Reported, ReportedPlace, ReportedRule } from "./reported";

const OTHERS: readonly ReportedRule[] = [
  {
    ...{
      id: "stands-in-the-way",
      level: "error",
      summary: "A record that is in the zone already is in the plan's way.",
    },
    detail: "The apply would fail at it, or a name would have two records of which receivers take none.",
  },
  {
    ...{ id: "zone-unread", level: "warning", summary: "The zones could not be read before the plan was saved." },
    detail: "Nobody knows what stands in the plan's way.",
  },
];
const LEVELS = { danger: "error", caution: "warning", safe: "note" } as const;

const BY_ID: ReadonlyMap<string, ReportedRule> = new Map([
  ...OTHERS.map((rule): [string, ReportedRule] => [rule.id, rule]),
  ...RULES.map(({ id, risk, when, why }): [string, ReportedRule] => [
    id,
    { id, level: LEVELS[risk], summary: when, detail: why },
  ]),
]);

/** Where the configuration has an entry or its record, else the file of the stack's plan; undefined where there is neither. */
export type FindPlace = (stack: string, entry?: string, record?: string) => ReportedPlace | undefined;

export function reportReview({ effects, preflights, acceptedBy = "" }: Review, find: FindPlace): Report {
  const located = (...subject: Parameters<FindPlace>): Pick<Reported, "place"> => {
    const place = find(...subject);
    return place === undefined ? {} : { place };
  };
  const obstacles = [...preflights].flatMap(([stack, { unread, clashes }]): Reported[] => [
    ...clashes.map(
      (clash): Reported => ({
        ...{ rule: "stands-in-the-way", level: "error", message: plainSentence(clashSentence(clash)) },
        ...located(stack, clash.entry ?? undefined, clash.record ?? undefined),
        ...{ subject: clash.address, identity: [stack, clash.address] },
      }),
    ),
    ...(unread === null
      ? []
      : [{ rule: "zone-unread", level: "warning", message: unread, ...located(stack), identity: [stack] } as const]),
  ]);
  const said = effects.filter(({ risk }) => risk !== "safe");
  return {
    command: "review",
    ruleOf: (id) => BY_ID.get(id),
    found: [...obstacles, ...said.map((effect) => reported(effect, acceptedBy, located))],
  };
}

function reported(
  { rule, risk, accepted, stack, domain, change, sentence }: Effect,
  acceptedBy: string,
  located: (...subject: Parameters<FindPlace>) => Pick<Reported, "place">,
): Reported {
  const address = change?.resource.address;
  const subject = [domain ?? [], address ?? []].flat().join("/");
  return {
    ...{ rule, level: LEVELS[risk], message: plainSentence(sentence) },
    ...located(stack, change?.entry ?? domain, change?.id),
    ...(subject !== "" && { subject }),
    identity: [stack, domain ?? "", address ?? ""],
    ...(accepted && { acceptedBy }),
  };
}
