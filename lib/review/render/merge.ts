// Joins effects that say the same about several records, such as three DKIM records, or a thousand.
import type { Effect } from "../review";
import { listed, type Sentence, type Value } from "../rules/sentence";

/** What renderers need from an effect. */
export type Line = Pick<Effect, "risk" | "rule" | "domain" | "accepted" | "sentence">;

/** In the order of the first of each. Lines are merged only if they differ in one value. That value becomes a list. */
export function mergeEffects(effects: readonly Line[]): Line[] {
  const groups = new Map<string, Line[]>();
  for (const effect of effects) {
    const { rule, domain = "", accepted, sentence } = effect;
    const key = JSON.stringify([
      rule,
      domain,
      accepted,
      sentence.map((part) => (typeof part === "string" ? part : null)),
    ]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [effect]);
    else group.push(effect);
  }
  return [...groups.values()].flatMap((group): readonly Line[] => {
    const [first] = group;
    if (first === undefined || group.length === 1) return group;
    const differing = first.sentence.flatMap((_, index) =>
      group.some((one) => valueAt(one, index) !== valueAt(first, index)) ? [index] : [],
    );
    const [index] = differing;
    if (index === undefined) return [first];
    if (differing.length > 1) return group;
    const values = [...new Set(group.map((one) => valueAt(one, index) ?? ""))];
    const sentence: Sentence = [
      ...first.sentence.slice(0, index),
      ...listed(values),
      ...first.sentence.slice(index + 1),
    ];
    return [{ ...first, sentence }];
  });
}

function valueAt({ sentence }: Line, index: number): string | undefined {
  const part = sentence[index] as string | Value;
  return typeof part === "string" ? part : part.value;
}
