// The pace of calls to SES, by a clock that stands still until it is moved, and what is throttled all the same.

import { Calls } from "../../lib/ses/calls";
import type { Identity, IdentityLocation, Ses } from "../../lib/ses/identity";
import { askOnce } from "../../lib/ses/once";
import { SesPace } from "../../lib/ses/pace";
import { createSes } from "../../lib/ses/ses";
import { until } from "../helpers/event-loop";
import { FakeClock } from "../helpers/fake-clock";
import { AwsStub } from "./aws-stub";
import { IDENTITY_CALL, identity, PLACE } from "./places";

const KEYS = { AWS_ACCESS_KEY_ID: "AKIAOFTHEPARAMETER", AWS_SECRET_ACCESS_KEY: "not-a-secret" };
let stub: AwsStub;
let clock: FakeClock;
let told: string[];
beforeAll(async () => {
  stub = await AwsStub.start();
});
beforeEach(() => {
  stub.reset();
  clock = new FakeClock();
  told = [];
});
afterAll(() => stub.stop());

const paced = (signal?: AbortSignal) =>
  createSes({
    env: stub.env(KEYS),
    maxAttempts: 1,
    pace: new SesPace(clock),
    onWait: (message) => told.push(message),
    ...(signal === undefined ? {} : { signal }),
  });
const place = (index: number, region = PLACE.region): IdentityLocation => ({
  domain: `d${index}.example.com`,
  region,
  account: {},
});
const THROTTLED = { status: 429, errorType: "TooManyRequestsException", body: { message: "Too many" } };

test("no more than ten calls are made in any ten seconds, for each account and region", () => {
  const pace = new SesPace(clock);
  const times = Array.from({ length: 60 }, () => pace.reserve("us-east-1"));
  expect(times.slice(0, 11)).toEqual([...Array(10).fill(0), 10_001]);
  for (const at of times) expect(times.filter((one) => one >= at && one <= at + 10_000).length).toBeLessThanOrEqual(10);
  expect(pace.reserve("eu-west-1")).toBe(0);
  clock.pass(20_000_000);
  expect(pace.reserve("us-east-1")).toBe(0);
});

test("ten identities are asked at once, the others when their time has come, which is told once", async () => {
  const ses = paced();
  const asking = Promise.all(Array.from({ length: 25 }, (_, index) => ses.identity(place(index))));
  await until(() => stub.asked.length === 10);
  expect(clock.waiting).toBe(15);
  clock.pass(10_001);
  await until(() => stub.asked.length === 20);
  clock.pass(10_001);
  expect((await asking).length).toBe(25);
  expect(stub.asked.length).toBe(25);
  expect(told).toEqual(["SES allows one call a second: identities are asked one after the other"]);
});

test("two clients of one run keep to one pace; another region does not wait for it", async () => {
  const pace = new SesPace(clock);
  const client = () => createSes({ env: stub.env(KEYS), maxAttempts: 1, pace });
  const [one, other] = [client(), client()];
  await Promise.all(Array.from({ length: 10 }, (_, index) => one.identity(place(index))));
  const late = other.identity(place(10));
  await other.identity(place(11, "us-east-1"));
  expect([stub.asked.length, clock.waiting]).toEqual([11, 1]);
  clock.pass(10_001);
  await late;
});

test("what is throttled is asked again after a wait, and gives up after three", async () => {
  // Without the SDK, which waits some seconds of real time of its own after each of these answers.
  const calls = new Calls({ env: {}, pace: new SesPace(clock), onWait: (message) => told.push(message) });
  let asked = 0;
  const ask = (throttled: number) => {
    asked = 0;
    const answer = async () => {
      asked += 1;
      if (asked <= throttled) throw Object.assign(new Error("Too many"), { name: "TooManyRequestsException" });
      return "answered";
    };
    return clock.through(
      calls.call(calls.describeCall(PLACE, "ses:GetEmailIdentity", PLACE.domain), answer),
      () => clock.waiting > 0,
    );
  };
  expect(await ask(2)).toBe("answered");
  expect(told).toEqual([
    "SES in eu-west-1 takes no more calls for now: waiting 2 s",
    "SES in eu-west-1 takes no more calls for now: waiting 5 s",
  ]);
  expect(await ask(9)).toMatchObject({ kind: "throttled" });
  expect(asked).toBe(4);
});

test("nothing waits and nothing is repeated without a pace, as in the emulator", async () => {
  stub.replies.set(IDENTITY_CALL, THROTTLED);
  const ses = createSes({ env: stub.env(KEYS), maxAttempts: 1 });
  expect(await ses.identity(PLACE)).toMatchObject({ kind: "throttled" });
  expect(stub.asked.length).toBe(1);
});

test("Ctrl-C ends the wait for a turn, and the wait after a refusal", async () => {
  const stopped = new AbortController();
  const ses = paced(stopped.signal);
  await Promise.all(Array.from({ length: 10 }, (_, index) => ses.identity(place(index))));
  const late = ses.identity(place(10));
  await until(() => clock.waiting === 1);
  stopped.abort();
  expect(await late).toMatchObject({ kind: "other", message: expect.stringContaining("the run was stopped") });
  expect(await ses.identity(place(11))).toMatchObject({ message: expect.stringContaining("the run was stopped") });
  expect(stub.asked.length).toBe(10);
});

test("an identity is asked once for all that want it, and an answer of before is used once", async () => {
  const asked: string[] = [];
  const found: Identity = identity();
  const ses: Ses = {
    identity: async ({ domain }) => {
      asked.push(domain);
      return found;
    },
    account: () => Promise.reject(new Error("nobody asks")),
  };
  const once = askOnce(ses);
  expect(await Promise.all([once.identity(PLACE), once.identity({ ...PLACE }), once.identity(place(1))])).toEqual([
    found,
    found,
    found,
  ]);
  expect(asked).toEqual([PLACE.domain, "d1.example.com"]);

  const known = new Map([["environment/eu-west-1/example.com", null]]);
  const first = askOnce(ses, known);
  expect([await first.identity(PLACE), await first.identity(PLACE)]).toEqual([null, null]);
  expect(await askOnce(ses, known).identity(PLACE)).toBe(found);
  expect(asked.length).toBe(3);
});

test("an account and a configuration set are asked once each, in each region", async () => {
  const asked: string[] = [];
  const note = async <T>(what: string, answer: T) => {
    asked.push(what);
    return answer;
  };
  const once = askOnce({
    identity: async () => null,
    account: ({ region }) => note(`account ${region}`, { kind: "other", message: "" } as const),
    configurationSet: ({ region }, name) => note(`${name} ${region}`, null),
  });
  for (const region of ["eu-west-1", "us-east-1", "eu-west-1"]) {
    await once.account(place(0, region));
    await once.configurationSet?.(place(1, region), "mail");
    await once.configurationSet?.(place(2, region), "mail");
  }
  expect(asked).toEqual(["account eu-west-1", "mail eu-west-1", "account us-east-1", "mail us-east-1"]);
});
