// Whose word counts for a merge, and which merges an apply takes, against the stand-in for GitHub.

import { Approvals, type Pull } from "../../../lib/ci/github/approvals";
import { APPLY, markApplied, publishReview, REVIEW, reviewedHead } from "../../../lib/ci/github/check-run";
import { GitHub as Client } from "../../../lib/ci/github/client";
import { pendingApprovals } from "../../../lib/ci/github/merges";
import { httpClient } from "../../../lib/net/client";
import { GitHub, type PullRequest, REPOSITORY, TOKEN } from "../../pipelines/github";
import { DIGEST } from "../pages";

const KEY = "a key that only the tests have";
const BEFORE = "2026-01-01T09:00:00Z";
const AFTER = "2026-01-01T11:00:00Z";
const LATER = "2026-01-01T12:00:00Z";

let github: GitHub;
let client: Client;
beforeEach(async () => {
  github = new GitHub();
  const url = await github.start();
  client = new Client({
    url,
    repository: REPOSITORY,
    token: TOKEN,
    send: httpClient({ env: {}, timeout: 60_000, limit: 1 << 20 }),
  });
});
afterEach(() => github.stop());

const people = () => new Approvals(client);
const pullOf = (one: PullRequest) => one.answer(true) as Pull;
const acceptances = () =>
  people().acceptances(pullOf(github.pull), (text) => (text.startsWith("no") ? "it is no rule" : undefined));

describe("labels", () => {
  test("count where they were set after the last push, by somebody with write access", async () => {
    github.pull.label("accept:a", AFTER, "maintainer");
    github.pull.label("bug", AFTER, "maintainer");
    expect(await acceptances()).toEqual({ counted: [{ accept: "a", by: "maintainer" }], ignored: [] });
  });

  test.each([
    [
      "before the last push",
      "accept:a",
      BEFORE,
      "maintainer",
      'label "accept:a" does not count, it was set before the last push: take it off and set it again',
    ],
    [
      "in the second of the last push",
      "accept:a",
      "2026-01-01T10:00:00Z",
      "maintainer",
      'label "accept:a" does not count, it was set before the last push: take it off and set it again',
    ],
    [
      "by who may only read",
      "accept:a",
      AFTER,
      "passer",
      'label "accept:a" does not count, "passer" has no write access',
    ],
    ["by a stranger", "accept:a", AFTER, "stranger", 'label "accept:a" does not count, "stranger" has no write access'],
    ["for no rule", "accept:none", AFTER, "maintainer", 'label "accept:none" does not count, it is no rule'],
  ])("do not count where they were set %s", async (_, name, at, login, told) => {
    github.pull.label(name, at, login);
    expect(await acceptances()).toEqual({ counted: [], ignored: [told] });
  });

  test("do not count where GitHub does not tell of the push, as after a push of something else", async () => {
    github.pull.label("accept:a", AFTER, "maintainer");
    const pull = { ...pullOf(github.pull), head: { ...pullOf(github.pull).head, sha: "e".repeat(40) } };
    expect((await people().acceptances(pull, () => undefined)).counted).toEqual([]);
  });

  test("of somebody who set it again the last time counts", async () => {
    github.pull.label("accept:a", BEFORE, "maintainer");
    github.pull.unlabel("accept:a", AFTER, "passer");
    github.pull.label("accept:a", LATER, "passer");
    expect((await acceptances()).counted).toEqual([]);
  });
});

/** A review as the workflow of the default branch publishes it. */
const reviewed = (
  pull: PullRequest,
  expected: Record<string, string>,
  rest: Partial<Parameters<typeof publishReview>[2]["reviewed"]> = {},
) =>
  publishReview(client, KEY, {
    number: pull.number,
    head: pull.head,
    title: "t",
    url: "https://github.example.com/",
    annotations: [],
    reviewed: { run: 1_000, conclusion: "success", expect: new Map(Object.entries(expected)), accept: [], ...rest },
  });

/** A merge of a reviewed and approved pull request. */
async function merged(letter: string, expected: Record<string, string>): Promise<PullRequest> {
  const pull = github.history.length === 0 ? github.pull : github.open();
  pull.head = letter.repeat(40);
  await reviewed(pull, expected);
  pull.approve("maintainer");
  pull.merged = `9${letter.repeat(39)}`;
  github.history.push(pull.merged);
  return pull;
}

const pending = (rest: object = {}) =>
  pendingApprovals({
    github: client,
    approvals: people(),
    key: KEY,
    commit: github.history.at(-1) ?? "",
    branch: "main",
    ...rest,
  });
const digest = (letter: string) => DIGEST.replaceAll("0", letter);

test("a merge has what was reviewed, and by whom", async () => {
  const pull = await merged("a", { mail: DIGEST });
  expect(await pending()).toEqual({
    approved: [{ number: 7, commit: pull.merged, by: "maintainer", expect: { mail: DIGEST }, accept: [], with: [] }],
    refused: [],
  });
});

describe("who approves", () => {
  let pull: PullRequest;
  const why = async (rest: object = {}) => (await pending(rest)).own ?? "approved";
  beforeEach(async () => {
    pull = await merged("a", { mail: DIGEST });
    pull.reviews.length = 0;
  });

  test("nobody, the author, who may only read, a stranger, or of another head: not approved", async () => {
    expect(await why()).toContain("nobody with write access approved the head");
    for (const login of ["author", "passer", "stranger"]) pull.approve(login);
    pull.approve("maintainer", "b".repeat(40));
    expect(await why()).toContain("nobody with write access approved the head");
  });

  test("somebody with write access; a comment after it takes nothing back, a dismissal does", async () => {
    pull.approve("maintainer");
    pull.approve("maintainer", pull.head, "COMMENTED");
    expect(await why()).toBe("approved");
    pull.approve("maintainer", pull.head, "DISMISSED");
    expect(await why()).toContain("nobody with write access");
  });

  test("an objection blocks if its author has write access, until it is taken back", async () => {
    github.permissions.other = "admin";
    pull.approve("maintainer");
    pull.approve("stranger", pull.head, "CHANGES_REQUESTED");
    pull.approve("passer", pull.head, "CHANGES_REQUESTED");
    expect(await why()).toBe("approved");
    pull.approve("other", "b".repeat(40), "CHANGES_REQUESTED");
    expect(await why()).toBe('"other" asked for changes of pull request 7');
    pull.approve("other");
    expect(await why()).toBe("approved");
  });

  test("a person who works alone may approve the pull request that they merged", async () => {
    pull.merger = "author";
    expect(await why({ sole: "author" })).toBe("approved");
    expect(await why({ sole: "maintainer" })).toContain("nobody with write access");
    expect(await why()).toContain("nobody with write access");
    pull.merger = "other";
    expect(await why({ sole: "author" })).toContain("nobody with write access");
  });
});

describe("what is not applied", () => {
  test("a commit that no pull request merged, or one into another branch", async () => {
    const pull = await merged("a", { mail: DIGEST });
    pull.base = "release";
    expect((await pending()).own).toContain("was not merged by a pull request");
    github.history.push("c".repeat(40));
    expect((await pending()).own).toContain("was not merged by a pull request");
  });

  test("a head without our review, or with another app's check run", async () => {
    const pull = await merged("a", { mail: DIGEST });
    const [run] = github.checkRuns as unknown as { output: { text: string } }[];
    const text = run?.output.text.replace(DIGEST, digest("1"));
    github.checkRuns.splice(0, 1, { id: 1, name: REVIEW, head_sha: pull.head, output: { text } });
    expect((await pending()).own).toContain('has no check run "mailzone review" with digests');
  });

  test("where the last word is a no: an earlier yes is not brought back, by no copy of it either", async () => {
    const pull = await merged("a", { mail: DIGEST });
    const yes = github.checkRuns[0]!;
    await reviewed(pull, {}, { run: 2_000, conclusion: "failure" });
    expect((await pending()).own).toContain("is a no: bring a new one");
    // Somebody's workflow posts the signed text once more.
    github.checkRuns.push({ ...yes, id: 99 });
    expect((await pending()).own).toContain("is a no: bring a new one");
    expect((await reviewedHead(client, KEY, 7, pull.head))?.run).toBe(2_000);
  });

  test("where a label was taken off before the merge, or set again by who may not; after the merge nothing changes", async () => {
    const pull = github.pull;
    pull.head = "a".repeat(40);
    pull.label("accept:a", AFTER, "maintainer");
    await reviewed(pull, { mail: DIGEST }, { accept: ["a"] });
    pull.approve("maintainer");
    pull.merged = "9".repeat(40);
    github.history.push(pull.merged);
    expect((await pending()).approved).toMatchObject([{ accept: ["a"] }]);
    pull.unlabel("accept:a", "2026-01-03T00:00:00Z");
    expect((await pending()).approved).toHaveLength(1);
    pull.unlabel("accept:a", LATER);
    expect((await pending()).own).toContain("was taken back before its merge: accept:a");
    pull.label("accept:a", "2026-01-01T13:00:00Z", "passer");
    expect((await pending()).own).toContain("was taken back before its merge: accept:a");
    pull.label("accept:a", "2026-01-01T14:00:00Z", "maintainer");
    expect((await pending()).approved).toHaveLength(1);
  });
});

describe("of several merges", () => {
  test("all are taken since the one up to which all is applied, the oldest first", async () => {
    const first = await merged("a", { one: digest("1") });
    await markApplied(client, KEY, first.merged ?? "", "https://github.example.com/");
    await merged("b", { two: digest("2") });
    await merged("c", {});
    await merged("d", { three: digest("3") });
    const { approved } = await pending();
    expect(approved.map(({ number, expect }) => [number, expect])).toEqual([
      [8, { two: digest("2") }],
      [10, { three: digest("3") }],
    ]);
  });

  test("a foreign mark does not count", async () => {
    const first = await merged("a", { one: digest("1") });
    await markApplied(client, KEY, "f".repeat(40), "https://github.example.com/");
    const [mark] = github.checkRuns.filter(({ name }) => name === APPLY);
    github.checkRuns.push({ ...mark!, id: 50, head_sha: first.merged });
    expect((await pending()).approved).toHaveLength(1);
  });

  test("of a stack that two changed the last review counts, and they go together", async () => {
    await merged("a", { one: digest("1"), two: digest("2") });
    await merged("b", { two: digest("3") });
    await merged("c", { two: digest("4"), three: digest("5") });
    const { approved } = await pending();
    expect(approved.map(({ number, expect, with: tied }) => [number, expect, tied])).toEqual([
      [7, { one: digest("1") }, [9]],
      [9, { two: digest("4"), three: digest("5") }, []],
    ]);
  });

  test("one that was reviewed and not approved is reported, one that was never reviewed is skipped", async () => {
    (await merged("a", { one: digest("1") })).reviews.length = 0;
    github.history.push("c".repeat(40));
    await merged("b", { two: digest("2") });
    const { approved, refused, own } = await pending();
    expect([approved.map(({ number }) => number), own]).toEqual([[8], undefined]);
    expect(refused).toEqual([expect.stringContaining("nobody with write access approved the head aaaa")]);
  });
});

test("GitHub is asked again where it was busy, and not where it reviewed no", async () => {
  const waits: number[] = [];
  const after = (wait: number, work: () => void) => {
    waits.push(wait);
    work();
    return () => {};
  };
  const clock = { now: () => 0, after };
  const answers = [503, 429, 200, 403];
  const send = async () => ({ status: answers.shift() ?? 500, headers: {}, body: Buffer.from('{"a":1}') });
  const busy = new Client({ url: "https://api.example.com", repository: REPOSITORY, token: TOKEN, send, clock });
  expect(await busy.get("pulls/7")).toEqual({ a: 1 });
  await expect(busy.get("pulls/7")).rejects.toThrow("403");
  expect(waits).toEqual([1_000, 2_000]);
  // What writes is not asked twice.
  await expect(busy.send("POST", "check-runs", {})).rejects.toThrow("500");
  expect(waits).toHaveLength(2);
});
