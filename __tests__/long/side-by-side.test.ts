import { type Job, sideBySide } from "../../scripts/side-by-side";

const node = (name: string, code: string): Job => ({ name, args: ["-e", code] });

async function run(...jobs: Job[]): Promise<{ code: number; said: string }> {
  let said = "";
  const code = await sideBySide(jobs, (text) => {
    said += text;
  }).code;
  return { code, said };
}

test("nothing is printed if all of them succeed", async () => {
  expect(await run(node("one", "console.log('quiet')"), node("two", ""))).toEqual({ code: 0, said: "" });
});

test("the code is the first failure's, and what each that failed has said comes at the end", async () => {
  const jobs = [
    node("well", "console.log('quiet')"),
    node("lint", "console.log('a fault'); process.exitCode = 3"),
    node("types", "console.error('another'); process.exitCode = 2"),
  ];
  expect(await run(...jobs)).toEqual({ code: 3, said: "a fault\nlint: failed\nanother\ntypes: failed\n" });
});

test("a program that is not there has failed", async () => {
  expect(await run({ name: "gone", args: ["no-such-file.js"] })).toMatchObject({ code: 1 });
});

test("a signal goes to all, and a process that it ends has failed", async () => {
  const waiting = ["one", "two"].map((name) => node(name, "setInterval(() => {}, 1000)"));
  const jobs = sideBySide(waiting, () => {});
  jobs.signal("SIGTERM");
  expect(await jobs.code).toBe(1);
});
