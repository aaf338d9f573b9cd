import { turn, until } from "../../../../__tests__/helpers/event-loop";
import { FakeClock } from "../../../../__tests__/helpers/fake-clock";
import type { ErrorFault, Fault } from "../../src/world/fault";
import { type ApiError, armFault, clearFaults, type FaultSubject, withFaults } from "../../src/world/faults";
import type { World } from "../../src/world/world";
import { withFreshWorld } from "../fresh-world";

let world: World;
const clock = new FakeClock();
withFreshWorld(
  (fresh) => {
    world = fresh;
  },
  (milliseconds, signal) => clock.sleep(milliseconds, signal),
);

const subject: FaultSubject = { operation: "create", type: "cloudflare_dns_record", name: "www.example.com" };
const never = new AbortController().signal;
const run = (of: Partial<FaultSubject> = {}, signal = never) =>
  withFaults(world, { ...subject, ...of }, signal, () => "done");

test("without faults the effect happens", async () => {
  await expect(run()).resolves.toBe("done");
});

test.each<[string, Partial<Fault>, boolean]>([
  ["that says nothing fits everything", {}, true],
  ["of the operation fits", { operation: "create" }, true],
  ["of any operation fits", { operation: "any", type: "any" }, true],
  ["of another operation does not", { operation: "delete" }, false],
  ["of another type does not", { type: "aws_sesv2_email_identity" }, false],
  ["of a part of the name fits", { name: "WWW" }, true],
  ["of another name does not", { name: "mail" }, false],
])("a fault %s", async (_name, match, fits) => {
  armFault(world, { kind: "error", status: 429, ...match } as Fault);
  const outcome = run();
  if (fits) await expect(outcome).rejects.toMatchObject({ status: 429, code: "971" });
  else await expect(outcome).resolves.toBe("done");
});

test("a fault hits once, or as often as it says, or until it is cleared", async () => {
  armFault(world, { kind: "error" });
  await expect(run()).rejects.toMatchObject({ status: 500 });
  await expect(run()).resolves.toBe("done");
  armFault(world, { kind: "error", times: 2 });
  await expect(run()).rejects.toThrow();
  await expect(run()).rejects.toThrow();
  await expect(run()).resolves.toBe("done");
  armFault(world, { kind: "error", times: 0 });
  for (let i = 0; i < 3; i++) await expect(run()).rejects.toThrow();
  expect(clearFaults(world)).toBe(1);
  await expect(run()).resolves.toBe("done");
});

test("a fault lets through what it is told to skip, of what fits it alone", async () => {
  armFault(world, { kind: "error", operation: "list", skip: 2 });
  const outcomes: string[] = [];
  for (const operation of ["list", "read", "list", "list", "list"] as const) {
    outcomes.push(await run({ operation }).catch(() => "failed"));
  }
  expect(outcomes).toEqual(["done", "done", "done", "failed", "done"]);
});

test.each<[string, Partial<ErrorFault>, number | undefined]>([
  ["429 says to try again in a second", { status: 429 }, 1],
  ["429 says when it is told", { status: 429, retryAfter: 30 }, 30],
  ["503 says when it is told", { status: 503, retryAfter: 5 }, 5],
  ["500 says nothing", {}, undefined],
])("an error %s", async (_name, fault, retryAfter) => {
  armFault(world, { kind: "error", ...fault });
  const failure = await run().catch((caught: ApiError) => caught);
  expect((failure as ApiError).retryAfter).toBe(retryAfter);
});

test("an error carries the code and message that it was armed with", async () => {
  armFault(world, { kind: "error", status: 400, code: "81058", message: "An identical record already exists." });
  await expect(run()).rejects.toMatchObject({
    status: 400,
    code: "81058",
    message: "An identical record already exists.",
  });
});

test("the world has changed before a delayed answer arrives", async () => {
  armFault(world, { kind: "delay", milliseconds: 60, when: "after" });
  let happened = false;
  const answer = withFaults(world, subject, never, () => {
    happened = true;
  });
  let answered = false;
  void answer.then(() => {
    answered = true;
  });
  await until(() => clock.waiting > 0);
  clock.pass(59);
  await turn();
  expect({ happened, answered }).toEqual({ happened: true, answered: false });
  clock.pass(1);
  await answer;
});

test("a delay before the effect that is cut short: it never happens; after it: the answer comes at once", async () => {
  const abort = new AbortController();
  armFault(world, { kind: "delay", milliseconds: 60_000, operation: "create" });
  armFault(world, { kind: "delay", milliseconds: 60_000, operation: "update", when: "after" });
  const before = run({}, abort.signal);
  const after = run({ operation: "update" }, abort.signal);
  abort.abort();
  await expect(before).rejects.toThrow("context canceled");
  await expect(after).resolves.toBe("done");
});
