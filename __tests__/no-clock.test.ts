// No test asserts a time or waits for one: a busy machine would decide what is green. Code that needs time takes a clock, see
// helpers/fake-clock.ts; what happens beside a test is waited for by helpers/event-loop.ts; how long something takes is bench/'s.
import fs from "node:fs";
import path from "node:path";

/** What reads the machine's clock, or waits for it. */
const CLOCK =
  /performance\.now|hrtime|Date\.now\(\)|(?<!jest\.)\bsetTimeout\(|setInterval\(|timers\/promises|(?<!\.)\bsleep\(\d/;

/** Files that may, and why. */
const MAY: Readonly<Record<string, string>> = {
  "no-clock.test.ts": "this one names them",
  "helpers/event-loop.ts": "leaves the processor to what it waits for",
  "helpers/project.ts": "polls what another process writes, up to a limit that only a failure reaches",
  "helpers/name-servers/processes.ts":
    "waits until real programs answer or have ended, up to a limit that only a failure reaches",
  "files/lock.test.ts": "gives a file the date of long ago",
  "net/client.test.ts": "a server that sends a byte now and then until its client has had enough",
  "net/clients.test.ts": "servers that send a byte now and then until their client has had enough",
  "terraform/process/process.test.ts": "children that stay alive by a timer until they are killed",
  "terraform/synth.test.ts": "a child that stays alive by a timer until it is interrupted",
};

const EMULATOR = "../packages/emulator/__tests__";
const files = [".", EMULATOR]
  .flatMap((folder) =>
    (fs.readdirSync(path.join(__dirname, folder), { recursive: true }) as string[]).map((name) =>
      path.join(folder, name),
    ),
  )
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.split(path.sep).join("/"))
  // What takes long runs real programs against real time, one by one, and not in `npm test`.
  .filter((file) => !/(^|\/)long\//.test(file));
const usesClock = (file: string) => CLOCK.test(fs.readFileSync(path.join(__dirname, file), "utf8"));

test("no test looks at a clock or waits for it but those that say why", () => {
  expect(files.filter((file) => usesClock(file) && !Object.hasOwn(MAY, file))).toEqual([]);
});

test("those that say why do", () => {
  expect(Object.keys(MAY).filter((file) => !files.includes(file) || !usesClock(file))).toEqual([]);
});

test("no DNS client has a time of its own: it would ask again what a busy machine has not answered yet", () => {
  const timed = (file: string) => {
    const text = fs.readFileSync(path.join(__dirname, file), "utf8");
    // To its parenthesis, over others within it.
    const calls = text.match(/\bcreateDns\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g) ?? [];
    return calls.some((call) => !/\bclock\b/.test(call));
  };
  expect(files.filter((file) => timed(file) && !/^helpers\/name-servers\//.test(file))).toEqual([]);
});

test("what is generated is the same in every run", () => {
  const generates = (file: string) => {
    const text = fs.readFileSync(path.join(__dirname, file), "utf8");
    return /\bfc\.(?:assert|sample|check)\(/.test(text) && !/\bseed\b/.test(text);
  };
  expect(files.filter(generates)).toEqual([]);
});
