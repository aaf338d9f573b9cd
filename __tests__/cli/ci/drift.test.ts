// What drift makes of its two answers, what is planned and what is live.
import { addCi } from "../../../lib/cli/ci/ci";
import { readPlan } from "../../../lib/plan/plan";
import { Checkout } from "../../helpers/checkout";
import { GitHub, REPOSITORY, TOKEN } from "../../pipelines/github";
import { plan as planOf, record, txt } from "../../review/plans";

const answers = { plan: [] as number[], verify: 0, digests: [] as string[] };
jest.mock("../../../lib/cli/plan", () => ({
  ...jest.requireActual("../../../lib/cli/plan"),
  plan: async (_: unknown, __: unknown, options: { lock?: boolean }) => {
    expect(options).toMatchObject({ lock: false, failOnChanges: true });
    return answers.plan.shift() ?? 2;
  },
}));
jest.mock("../../../lib/cli/verify/verify", () => ({
  ...jest.requireActual("../../../lib/cli/verify/verify"),
  verify: async ({ print }: { print: (text: string) => void }) => {
    print("www `is` not live: token not-a-real-token");
    return answers.verify;
  },
}));
jest.mock("../../../lib/cli/saved-plans", () => ({
  readSavedPlans: async () => {
    const policy = answers.digests.shift() ?? "none";
    const change = record("dmarc", null, txt("_dmarc.example.com", `v=DMARC1; p=${policy};`));
    return [{ plan: readPlan(planOf([change]), "mail") }];
  },
}));

let checkout: Checkout;
let github: GitHub;
let env: Record<string, string>;
beforeEach(async () => {
  checkout = new Checkout();
  github = new GitHub();
  const url = await github.start();
  env = {
    GITHUB_TOKEN: TOKEN,
    GITHUB_API_URL: url,
    GITHUB_REPOSITORY: REPOSITORY,
    RUN_URL: "https://github.example.com/run",
  };
});
afterEach(async () => {
  checkout.remove();
  await github.stop();
});

async function drift(plans: number[], verify: number, digests: string[] = [], given = env) {
  Object.assign(answers, { plan: [...plans], verify, digests: [...digests] });
  const { code, err } = await checkout.run(addCi, ["ci", "drift"], given);
  return [code, /drift: (\S+)/.exec(err)?.[1]];
}
const YES = 0;
const NO = 1;
const REFUSED = 2;

test.each([
  ["an empty plan, and all is live", [YES], YES, [], [0, "clean"]],
  ["a plan that is not empty, twice the same", [NO, NO], YES, [], [1, "changed"]],
  ["a plan that is not empty, and empty at the second look", [NO, YES], YES, [], [0, "clean"]],
  ["a plan that is another at the second look", [NO, NO], YES, ["none", "reject"], [2, "unknown"]],
  ["a plan that fails at the second look", [NO, REFUSED], YES, [], [2, "unknown"]],
  ["a plan that failed", [REFUSED], YES, [], [2, "failed"]],
  ["not all is live", [YES], NO, [], [1, "not-live"]],
  ["nobody can tell what is live", [YES], REFUSED, [], [2, "unknown"]],
  ["a change, and nobody can tell what is live", [NO, NO], REFUSED, [], [1, "changed"]],
  ["a plan that failed, and not all is live", [REFUSED], NO, [], [2, "failed"]],
] as const)("%s", async (_, plans, verify, digests, result) => {
  expect(await drift([...plans], verify, [...digests])).toEqual(result);
});

test("the issue says a no, keeps it up to date, is left alone where nobody can tell, and is closed by a yes", async () => {
  await drift([YES], REFUSED);
  expect(github.posted).toEqual([]);
  await drift([YES], NO);
  expect(github.issues).toMatchObject([{ title: "mailzone: drift", state: "open", labels: ["mailzone-drift"] }]);
  expect(github.issues[0]?.body).toMatch(/^Not all of it is live:\n\nwww `is` not live: /);
  await drift([NO, NO], YES);
  expect(github.issues[0]?.body).toMatch(/^The plan of the default branch is not empty: [\s\S]*## mailzone review/);
  await drift([YES], REFUSED);
  expect(github.posted.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST issues", "PATCH issues/10"]);
  await drift([YES], YES);
  expect(github.issues[0]).toMatchObject({ state: "closed", state_reason: "completed" });
});

test("somebody else's issue with our label is not ours", async () => {
  github.issues.push({ id: 1, number: 3, state: "open", user: { login: "stranger" }, body: "mine" });
  await drift([YES], NO);
  expect(github.issues).toHaveLength(2);
  expect(github.issues[0]?.body).toBe("mine");
});

test("without GitHub it says so by its exit code alone", async () => {
  expect(await drift([NO, NO], YES, [], {})).toEqual([1, "changed"]);
  expect(github.posted).toEqual([]);
});
