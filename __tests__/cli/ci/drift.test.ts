// What ci drift tells GitHub and the shell of what was found.
import type { DriftAnswer } from "../../../lib/app/ci/drift-state";
import { addCi } from "../../../lib/cli/ci/ci";
import { Checkout } from "../../helpers/checkout";
import { GitHub, REPOSITORY, TOKEN } from "../../pipelines/github";

let found: DriftAnswer;
jest.mock("../../../lib/app/ci/drift-state", () => ({
  ...jest.requireActual("../../../lib/app/ci/drift-state"),
  answerDrift: async () => found,
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
    CLOUDFLARE_API_TOKEN: "not-a-real-token",
  };
});
afterEach(async () => {
  checkout.remove();
  await github.stop();
});

async function drift(state: DriftAnswer["state"], report = `${state}\n`, given = env, ...args: readonly string[]) {
  found = { state, report };
  const { code, err } = await checkout.run(addCi, ["ci", "drift", ...args], given);
  return [code, /drift: (\S+)/.exec(err)?.[1]];
}

test.each([
  ["clean", 0],
  ["changed", 1],
  ["not-live", 1],
  ["failed", 2],
  ["unknown", 2],
] as const)("%s is exit %i", async (state, code) => {
  expect(await drift(state)).toEqual([code, state]);
});

test("the issue says a no, keeps it up to date, is left alone where nobody can tell, and is closed by a yes", async () => {
  await drift("unknown");
  expect(github.posted).toEqual([]);
  await drift("not-live", "www `is` not live: token not-a-real-token\n");
  expect(github.issues).toMatchObject([{ title: "mailzone: drift", state: "open", labels: ["mailzone-drift"] }]);
  expect(github.issues[0]?.body).toMatch(/^www `is` not live: token …\n/);
  await drift("changed");
  expect(github.issues[0]?.body).toMatch(/^changed\n/);
  await drift("unknown");
  expect(github.posted.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST issues", "PATCH issues/10"]);
  await drift("clean");
  expect(github.issues[0]).toMatchObject({ state: "closed", state_reason: "completed" });
});

test("a foreign issue with our label is not ours", async () => {
  github.issues.push({ id: 1, number: 3, state: "open", user: { login: "stranger" }, body: "mine" });
  await drift("not-live");
  expect(github.issues).toHaveLength(2);
  expect(github.issues[0]?.body).toBe("mine");
});

test("drift without GitHub reports by its exit code alone", async () => {
  expect(await drift("changed", "changed\n", {})).toEqual([1, "changed"]);
  expect(github.posted).toEqual([]);
});

test("what a plan found stays open until a plan finds nothing, whatever a comparison says", async () => {
  await drift("changed", "never applied\n", env, "--plan");
  await drift("clean");
  expect(github.issues[0]).toMatchObject({ state: "open" });
  expect(github.issues[0]?.body).toMatch(/^never applied\n/);
  await drift("changed", "gone\n");
  expect(github.issues[0]?.body).toMatch(/^gone\n\nThe last full plan found something too: run the workflow/);
  await drift("clean");
  expect(github.issues[0]).toMatchObject({ state: "open" });
  await drift("clean", "clean\n", env, "--plan");
  expect(github.issues[0]).toMatchObject({ state: "closed" });
});
