// Plans bent in every place: a value dropped, swapped for another, a list emptied, the file cut. An oracle of its own, which
// looks at the JSON alone, says which of them must never be called safe.
import fc from "fast-check";
import { ReviewError } from "../../lib/plan/error";
import { readPlan } from "../../lib/plan/plan";
import { renderJson } from "../../lib/review/render/json";
import { renderMarkdown } from "../../lib/review/render/markdown";
import { renderText } from "../../lib/review/render/text";
import { review } from "../../lib/review/review";
import { change, dkim, dmarc, IDENTITY, identity, MAIL_FROM, mailFrom, mx, plan, record, spf, txt } from "./plans";

type Json = Record<string, unknown>;

const DELETIONS = [
  change(`${IDENTITY}.example_com`, identity(), null),
  change(`${IDENTITY}.example_com`, identity(), identity({ region: "eu-west-1" }), { actions: ["delete", "create"] }),
  change(`${MAIL_FROM}.example_com`, mailFrom(), null),
  record("dkim-1", dkim("aaa"), null),
  record("mail-from-mx", mx("mail.example.com", "feedback-smtp.us-east-1.amazonses.com"), null),
  record("record-mx", mx("example.com", "mx.example.net"), null),
  record("spf", spf("v=spf1 mx ~all"), null),
  record("dmarc", dmarc("v=DMARC1; p=none"), null),
];

/** One deletion each, beside changes that are safe. */
const BASES = DELETIONS.map((deletion) =>
  plan(
    [
      record("record-note", txt("note.example.com", "a"), txt("note.example.com", "a", { ttl: 300 })),
      deletion,
      record("web-www", null, txt("www.example.com", "b")),
    ],
    { applyable: true, complete: true, errored: false, output_changes: {}, resource_drift: [], configuration: {} },
  ),
);

const JUNK: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  "",
  "x",
  "no-op",
  "read",
  "data",
  [],
  {},
  ["no-op"],
  [[[]]],
  { a: { b: [] } },
  "\u202E|`@x",
  "x".repeat(5000),
];

/** Checks so many mutated plans; throws where a review crashes or calls a deletion safe. Gives how many could be read. */
export function checkMutations(runs: number, seed: number): { readonly read: number; readonly refused: number } {
  let read = 0;
  let refused = 0;
  const steps = fc.array(
    fc.record({
      at: fc.nat(),
      kind: fc.constantFrom("drop", "junk", "double", "proto"),
      junk: fc.constantFrom(...JUNK),
    }),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...BASES),
      steps,
      fc.oneof({ weight: 7, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat() }),
      (base, mutations, cut) => {
        const value = JSON.parse(base) as Json;
        // A copy: what one mutation writes into it must not be there in the next run.
        for (const { at, kind, junk } of mutations) mutate(value, at, kind, structuredClone(junk));
        const whole = JSON.stringify(value);
        const text = cut === null ? whole : whole.slice(0, cut % whole.length);
        try {
          const result = review([readPlan(text, "mail")]);
          for (const render of [renderMarkdown, renderText, renderJson]) render(result);
          read += 1;
          if (result.verdict !== "safe" && result.verdict !== "none") return;
          if (deletes(value)) throw new Error(`called ${result.verdict}: ${text}`);
        } catch (error) {
          if (!(error instanceof ReviewError)) throw error;
          refused += 1;
        }
      },
    ),
    { numRuns: runs, seed },
  );
  return { read, refused };
}

/** Whether an element still says that it deletes. */
function deletes({ resource_changes: changes }: Json): boolean {
  if (!Array.isArray(changes)) return false;
  return changes.some((element: Json | null) => {
    const actions = (element?.change as Json | null | undefined)?.actions;
    return Array.isArray(actions) && actions.includes("delete");
  });
}

function mutate(root: Json, at: number, kind: string, junk: unknown): void {
  const places: (readonly [Json, string])[] = [];
  const walk = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    for (const key of Object.keys(value)) {
      places.push([value as Json, key]);
      walk((value as Json)[key]);
    }
  };
  walk(root);
  const [owner, key] = places[at % Math.max(places.length, 1)] ?? [];
  if (owner === undefined || key === undefined) return;
  if (kind === "drop") delete owner[key];
  else if (kind === "junk") owner[key] = junk;
  else if (kind === "double") owner[key] = [owner[key], owner[key]];
  else Object.defineProperty(owner, "__proto__", { value: junk, enumerable: true, configurable: true, writable: true });
}
