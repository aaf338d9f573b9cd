import { parseAcceptance } from "../../../lib/app/guards/acceptance";
import { type DangerOptions, refuseDangers } from "../../../lib/app/guards/dangers";
import { readPlan } from "../../../lib/plan/plan";
import type { PlanKind } from "../../../lib/terraform/saved-plans/plan-info";
import {
  change,
  dkim,
  dmarc,
  IDENTITY,
  identity,
  MAIL_FROM,
  mailFrom,
  mx,
  plan,
  RECORD,
  record,
} from "../../review/plans";

const removed = record("dmarc", dmarc("v=DMARC1; p=reject;"), null);
const safe = record("record-a", null, { ...dkim("x"), name: "a.example.com", type: "A", content: "192.0.2.1" });
const gone = [
  change(`${IDENTITY}.example_com`, identity(), null),
  change(`${MAIL_FROM}.example_com`, mailFrom(), null),
  record("dkim-1", dkim("aaa"), null),
  record("mail-from-mx", mx("mail.example.com", "feedback-smtp.us-east-1.amazonses.com"), null),
  removed,
];

interface Person {
  readonly kind?: PlanKind;
  /** Undefined where there is nobody. */
  readonly answer?: string;
}

type Options = Omit<DangerOptions, "accept"> & { readonly accept?: readonly string[] };

/** How it ends ("applied", or the refusal), what was asked, and what was said. */
async function settled(changes: object[], { kind = "real", answer }: Person = {}, options: Options = {}) {
  const asked: string[] = [];
  const said: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return answer;
  };
  const label = kind === "sandbox" ? "emulated: " : "";
  const say = (line: string) => void said.push(line);
  const plans = [readPlan(plan(changes), "mail"), readPlan(plan([]), "more")];
  const settle = async () => {
    const accept = (options.accept ?? []).map(parseAcceptance);
    await refuseDangers({ kind, label, say, ...(answer !== undefined && { ask }) }, plans, { ...options, accept });
  };
  const end = await settle().then(
    () => "applied",
    ({ name, message }: Error) => `${name}: ${message}`,
  );
  return { end, asked, said };
}

test("what has no danger is applied without a question", async () => {
  expect(await settled([safe], { answer: "" })).toEqual({ end: "applied", asked: [], said: [] });
  expect(await settled([safe])).toEqual({ end: "applied", asked: [], said: [] });
});

test("a terminal gets the dangers of all stacks and one question", async () => {
  const { end, asked, said } = await settled([removed], { answer: "yes" });
  expect(end).toBe("applied");
  expect(asked).toEqual(['Apply with this danger? Only "yes" will do: ']);
  expect(said).toEqual([expect.stringMatching(/^danger: .*\(dmarc-removed@example\.com\)$/)]);
});

test.each(["", "y", "Yes", "YES", "yes please", "no"])("the answer %j applies nothing", async (answer) => {
  expect((await settled([removed], { answer })).end).toBe("Refused: nothing is applied: the answer was not yes");
});

test("a danger is refused if nobody can be asked, with the option that accepts it", async () => {
  const { end, asked } = await settled([removed]);
  expect(asked).toEqual([]);
  expect(end).toMatch(/^Refused: danger: .*\(dmarc-removed@example\.com\)\nnothing is applied: there is no terminal/);
  expect(end).toMatch("--accept dmarc-removed@example.com, or apply what was reviewed, --expect STACK=DIGEST");
});

test("what is accepted for the domain, or for all, or was reviewed by its digest, is applied unasked", async () => {
  for (const options of [
    { accept: ["dmarc-removed@example.com"] },
    { accept: ["dmarc-removed"] },
    { isReviewed: true },
  ]) {
    expect(await settled([removed], {}, options)).toEqual({ end: "applied", asked: [], said: [] });
  }
});

test("an acceptance of something else accepts nothing, and is reported", async () => {
  const { end, said } = await settled([removed], {}, { accept: ["dmarc-removed@example.net"] });
  expect(end).toMatch(/^Refused: danger:/);
  expect(said).toEqual(['warning: --accept "dmarc-removed@example.net" meets nothing in these plans']);
  expect((await settled([removed], {}, { accept: ["no-such-rule"] })).end).toMatch("names no rule");
  expect((await settled([removed], {}, { accept: ["action-unknown"] })).end).toMatch("cannot be");
});

test("a danger that cannot be accepted is refused, at a terminal and with a digest too", async () => {
  const unknown = record("dmarc", dmarc("v=DMARC1; p=none;"), null, { actions: ["vanish"] });
  const worlds: [Person, Options][] = [
    [{ answer: "yes" }, {}],
    [{}, { isReviewed: true }],
    [{ kind: "sandbox" }, {}],
  ];
  for (const [world, options] of worlds) {
    const { end, asked } = await settled([unknown], world, options);
    expect(asked).toEqual([]);
    expect(end).toMatch(/^Refused: danger: .*\(action-unknown.*\)\nnothing is applied: .* cannot be accepted/);
  }
});

describe("--allow-destroy", () => {
  test("accepts the deletion of that entry's identity with its records, and no other entry's", async () => {
    expect((await settled(gone, {}, { allowDestroy: ["example.com"] })).end).toBe("applied");
    expect((await settled(gone, {}, { allowDestroy: ["example.net"] })).end).toMatch("identity-deleted");
  });

  test("accepts of a replacement what follows from it, and not that DMARC goes as well", async () => {
    const replaced = change(`${IDENTITY}.example_com`, identity(), identity({ region: "eu-west-1" }), {
      actions: ["delete", "create"],
    });
    const unsigned = record("dkim-1", dkim("aaa"), dkim("bbb"));
    expect((await settled([replaced, unsigned], {}, { allowDestroy: ["example.com"] })).end).toBe("applied");
    const { end } = await settled([replaced, unsigned, removed], {}, { allowDestroy: ["example.com"] });
    expect(end).toMatch("dmarc-removed@example.com");
    expect(end).not.toMatch("identity-replaced");
  });

  test("accepts nothing where the identity stays", async () => {
    expect((await settled([removed], {}, { allowDestroy: ["example.com"] })).end).toMatch("dmarc-removed");
  });

  test("accepts nothing of a record that is not the entry's own", async () => {
    const foreign = change(`${RECORD}.by_hand.x`, mx("example.com", "mx.example.net"), null);
    expect((await settled([...gone, foreign], {}, { allowDestroy: ["example.com"] })).end).toMatch(
      /^Refused: danger: .*by_hand/,
    );
  });
});

test("the emulator reports dangers, and a run without a terminal goes on", async () => {
  const { end, said } = await settled([removed], { kind: "sandbox" });
  expect(end).toBe("applied");
  expect(said).toEqual([expect.stringMatching(/^emulated: danger: /)]);
  expect((await settled([removed], { kind: "sandbox", answer: "no" })).end).toMatch("not yes");
  const demo = await settled([removed], { kind: "sandbox", answer: "" }, { unattended: true });
  expect(demo).toMatchObject({ end: "applied", asked: [] });
});

test("a thousand dangers are not a thousand lines, and foreign text moves no cursor", async () => {
  const many = Array.from({ length: 1000 }, (_, n) =>
    change(`${RECORD}.d${n}_example__dmarc`, { ...dmarc("v=DMARC1; p=reject"), name: `_dmarc.d${n}.example` }, null),
  );
  const { end } = await settled(many);
  expect(end.split("\n").length).toBeLessThan(60);
  expect(end).toMatch("more dangers: mailzone review lists them");
  const hostile = { ...dmarc("v=DMARC1; p=reject"), name: "_dmarc.\u001b[2Jx.example" };
  expect((await settled([change(`${RECORD}.other`, hostile, null)])).end).not.toMatch("\u001b");
});

/** What a plan could hide behind a row of actions that its values belie, or that nobody knows. */
const HIDDEN: readonly (readonly [what: string, row: object])[] = [
  ["an action of no Terraform", record("dkim-1", dkim("aaa"), dkim("aaa"), { actions: ["melt"] })],
  ["an update of what is gone afterwards", record("dkim-1", dkim("aaa"), null, { actions: ["update"] })],
  [
    "a delete in three actions",
    record("dkim-1", dkim("aaa"), dkim("aaa"), { actions: ["update", "delete", "create"] }),
  ],
  ["a no-op that changes a value", record("dkim-1", dkim("aaa"), dkim("bbb"), { actions: ["no-op"] })],
  ["a no-op that leaves nothing", record("dkim-1", dkim("aaa"), null, { actions: ["no-op"] })],
  ["no action at all", record("dkim-1", dkim("aaa"), null, { actions: [] })],
  ["an identity's", change(`${IDENTITY}.example_com`, identity(), null, { actions: ["create", "delete", "forget"] })],
];

test.each(HIDDEN)("%s is never applied, no matter what was accepted, allowed or reviewed", async (_what, row) => {
  const world = { answer: "yes" };
  const allowed = { allowDestroy: ["example.com"], accept: ["identity-deleted", "dkim-removed"] };
  for (const options of [{}, { isReviewed: true }, { unattended: true }, allowed, { ...allowed, isReviewed: true }]) {
    // The identity may go, and its records with it; an unknown action is none of them.
    for (const changes of [[row], [gone[0]!, row]]) {
      const { end, asked } = await settled(changes, world, options);
      expect([asked, end]).toEqual([[], expect.stringMatching(/^Refused: danger: .*\(action-unknown@example\.com\)/)]);
    }
  }
  expect((await settled([row], { kind: "sandbox" })).end).toMatch(/^Refused: /);
});
