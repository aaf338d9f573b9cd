// What an apply takes on: it comes through a job's outputs, or from a form, and is read once more.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { readWork } from "../../../lib/app/ci/work";
import type { Context } from "../../../lib/app/context";
import { Interrupts } from "../../../lib/terraform/process/interrupts";
import { DIGEST } from "../../ci/pages";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-work-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const interrupts = new Interrupts({ kill: () => {} });
const read = (env: Record<string, string>, file?: string) =>
  readWork({ env, cwd: folder, interrupts } as unknown as Context, file);

const approved = (number: number, expect: Record<string, string>, tied: number[] = [], accept: string[] = []) => ({
  number,
  commit: "c",
  by: `m${number}`,
  expect,
  accept,
  with: tied,
});
const found = (...all: object[]) => ({ APPROVED: JSON.stringify({ approved: all, refused: ["#1: no"] }) });
const shown = async (env: Record<string, string>) =>
  (await read(env)).groups.map(({ title, expect, accept }) => [title, [...expect.keys()], accept]);

test("pull requests in their order, each by itself", async () => {
  const work = await read(found(approved(1, { a: DIGEST }, [], ["x"]), approved(2, { b: DIGEST })));
  expect(work).toMatchObject({ isReviewed: false, allowDestroy: [], refused: ["#1: no"] });
  expect(await shown(found(approved(1, { a: DIGEST }, [], ["x"]), approved(2, { b: DIGEST })))).toEqual([
    ['pull request 1, approved by "m1"', ["a"], ["x"]],
    ['pull request 2, approved by "m2"', ["b"], []],
  ]);
});

test("those that changed the same stacks together, over several of them", async () => {
  const all = [
    approved(1, { a: DIGEST }, [3], ["x"]),
    approved(2, { b: DIGEST }, [4]),
    approved(3, { c: DIGEST }, [4], ["y"]),
    approved(4, { d: DIGEST }, [], ["x"]),
    approved(5, { e: DIGEST }),
  ];
  expect(await shown(found(...all))).toEqual([
    [
      expect.stringMatching(/^pull request 1, .* and pull request 2, .* and pull request 3, .* and pull request 4, /),
      ["a", "b", "c", "d"],
      ["x", "y"],
    ],
    ['pull request 5, approved by "m5"', ["e"], []],
  ]);
});

test("a run by hand takes values between any blanks, and none of them as a pattern or an option", async () => {
  const work = await read({
    EXPECT: ` a=${DIGEST}\n\tb=${DIGEST} `,
    ACCEPT: "dmarc-rejects@example.com  spf-open",
    ALLOW_DESTROY: "example.com",
  });
  expect(work).toMatchObject({ allowDestroy: ["example.com"], isReviewed: false });
  expect(work.groups).toMatchObject([{ accept: ["dmarc-rejects@example.com", "spf-open"] }]);
  await expect(read({ EXPECT: `a=${DIGEST}`, ACCEPT: "*" })).rejects.toThrow(
    '"*" cannot be accepted: it names no rule',
  );
  await expect(read({ EXPECT: `a=${DIGEST}`, ACCEPT: "--config" })).rejects.toThrow("names no rule");
  await expect(read({ EXPECT: "mailzone" })).rejects.toThrow('"mailzone" is no expectation');
});

test("a file of digests, whose review was read; an empty one is nothing", async () => {
  fs.writeFileSync(path.join(folder, "expect"), `# the review\na=${DIGEST}\n`);
  expect(await read({}, "expect")).toMatchObject({ isReviewed: true, groups: [{ accept: [] }] });
  fs.writeFileSync(path.join(folder, "expect"), "\n");
  expect(await read({}, "expect")).toMatchObject({ groups: [], refused: [] });
  await expect(read({}, "missing")).rejects.toThrow("ENOENT");
});

test.each([
  ["nothing at all", {}, "there is nothing to apply"],
  ["no JSON", { APPROVED: "{" }, "APPROVED is not what mailzone ci approved writes"],
  ["another shape", { APPROVED: '{"approved":[{}],"refused":[]}' }, "APPROVED is not what mailzone ci approved writes"],
  ["a digest of another version", found(approved(1, { a: "v1-0" })), "was reviewed with a digest of version v1"],
])("%s is refused", async (_, env, why) => {
  await expect(read(env as Record<string, string>)).rejects.toThrow(why);
});
