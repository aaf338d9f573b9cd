// What an apply must do: what ci approved found, or what a person enters by hand. It is checked again here, because it went
// through a job's outputs or a form.
import * as z from "zod";
import { expectationLines, readExpectations } from "../apply/expected";
import type { Context } from "../context";
import { Refused } from "../refused";
import { acceptanceProblem } from "./environment";

/** Stacks that are applied together, or none of them is. */
export interface Group {
  /** In words, for people. */
  readonly title: string;
  readonly expect: ReadonlyMap<string, string>;
  readonly accept: readonly string[];
}

export interface Work {
  /** Oldest first. */
  readonly groups: readonly Group[];
  readonly allowDestroy: readonly string[];
  /** Whether the person who started this has read the digests, including all dangers. */
  readonly isReviewed: boolean;
  /** What may not be applied, and must be repeated at the end; one line each. */
  readonly refused: readonly string[];
}

const Pending = z.object({
  approved: z.array(
    z.object({
      number: z.number().int().positive(),
      commit: z.string(),
      by: z.string(),
      expect: z.record(z.string(), z.string()),
      accept: z.array(z.string()),
      with: z.array(z.number().int()),
    }),
  ),
  refused: z.array(z.string()),
  own: z.string().exactOptional(),
});

/** @throws Refused */
export async function readWork(context: Context, expectFile?: string): Promise<Work> {
  const { APPROVED = "", EXPECT = "", ACCEPT = "", ALLOW_DESTROY = "" } = context.env;
  const words = (text: string) => text.split(/\s+/).filter((word) => word !== "");
  if (expectFile !== undefined) {
    const lines = await expectationLines(context, expectFile);
    if (lines.length === 0) return { ...NONE, groups: [] };
    const expect = await readExpectations(context, lines);
    return { ...NONE, groups: [{ title: "what was reviewed", expect, accept: [] }], isReviewed: true };
  }
  if (words(EXPECT).length > 0) {
    const accept = words(ACCEPT);
    for (const text of accept) {
      const why = acceptanceProblem(text);
      if (why !== undefined) throw new Refused(`"${text}" cannot be accepted: ${why}`);
    }
    const expect = await readExpectations(context, words(EXPECT));
    return {
      ...NONE,
      groups: [{ title: "what was named by hand", expect, accept }],
      allowDestroy: words(ALLOW_DESTROY),
    };
  }
  if (APPROVED.trim() === "")
    throw new Refused("there is nothing to apply: APPROVED, EXPECT or --expect-file says what was reviewed");
  const { approved, refused, own } = parse(APPROVED);
  const groups: Group[] = [];
  for (const tied of joinDependent(approved)) {
    const pairs = tied.flatMap(({ expect }) => Object.entries(expect).map(([stack, digest]) => `${stack}=${digest}`));
    groups.push({
      title: tied.map(({ number, by }) => `pull request ${number}, approved by "${by}"`).join(" and "),
      expect: await readExpectations(context, pairs),
      accept: [...new Set(tied.flatMap(({ accept }) => accept))],
    });
  }
  return { ...NONE, groups, refused: [...refused, ...(own === undefined ? [] : [own])] };
}

const NONE = { allowDestroy: [], isReviewed: false, refused: [] } as const;

function parse(json: string): z.infer<typeof Pending> {
  try {
    return Pending.parse(JSON.parse(json));
  } catch {
    throw new Refused("APPROVED is not what mailzone ci approved writes: run both by one version of mailzone");
  }
}

type ApprovedPull = z.infer<typeof Pending>["approved"][number];

/** Pull requests that changed the same stacks, at the place of the first of them. */
function joinDependent(approved: readonly ApprovedPull[]): readonly (readonly ApprovedPull[])[] {
  const groups: { numbers: Set<number>; all: ApprovedPull[] }[] = [];
  for (const one of approved) {
    const numbers = new Set([one.number, ...one.with]);
    const met = groups.filter((group) => [...numbers].some((number) => group.numbers.has(number)));
    const [first] = met;
    if (first === undefined) {
      groups.push({ numbers, all: [one] });
      continue;
    }
    for (const group of met.slice(1)) groups.splice(groups.indexOf(group), 1);
    first.all = [...met.flatMap(({ all }) => all), one];
    first.numbers = new Set([...met.flatMap((group) => [...group.numbers]), ...numbers]);
  }
  return groups.map(({ all }) => all);
}
