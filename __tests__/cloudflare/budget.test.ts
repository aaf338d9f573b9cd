// The budget of requests: what a sliding window allows, and who goes when.
import fc from "fast-check";
import { Budget, waitSentence } from "../../lib/cloudflare/budget";
import { RequestWindow } from "../../lib/net/request-window";
import { turn } from "../helpers/event-loop";
import { FakeClock } from "../helpers/fake-clock";

describe("a sliding window", () => {
  test("allows as many at once as it has, and the next when the first is older than the span", () => {
    const window = new RequestWindow(3, 100);
    for (const now of [0, 10, 20]) {
      expect(window.wait(now)).toBe(0);
      window.spend(now);
    }
    expect([20, 99, 100, 101].map((now) => window.wait(now))).toEqual([81, 2, 1, 0]);
    window.spend(101);
    expect(window.wait(101)).toBe(10);
  });

  test("never has more in any span, however the requests come", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 80 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 9 }), (times, requests) => {
        const window = new RequestWindow(requests, 100);
        const sent: number[] = [];
        let now = 0;
        for (const gap of times) {
          now += gap;
          now += window.wait(now);
          window.spend(now);
          sent.push(now);
        }
        for (const from of sent) {
          expect(sent.filter((time) => time >= from && time <= from + 100).length).toBeLessThanOrEqual(requests);
        }
      }),
      { seed: 19 },
    );
  });
});

describe("a budget", () => {
  let clock: FakeClock;
  let budget: Budget;
  let gone: string[];
  beforeEach(() => {
    clock = new FakeClock();
    budget = new Budget({ requests: 2, clock });
    gone = [];
  });
  const take = (name: string, turnOf = {}) =>
    budget.take(turnOf).then(
      (isSent) => gone.push(isSent ? name : `${name} unwanted`),
      (error: Error) => gone.push(`${name}: ${error.message}`),
    );
  const pass = async (milliseconds: number) => {
    clock.pass(milliseconds);
    await turn();
  };

  test("lets requests go in the order in which they came", async () => {
    for (const name of ["a", "b", "c", "d", "e"]) void take(name);
    await turn();
    expect(gone).toEqual(["a", "b"]);
    await pass(300_000);
    expect(gone).toEqual(["a", "b"]);
    await pass(1);
    expect(gone).toEqual(["a", "b", "c", "d"]);
    await pass(300_001);
    expect(gone).toEqual(["a", "b", "c", "d", "e"]);
    expect([budget.sent, budget.waited]).toEqual([5, 600_002]);
    expect(clock.waiting).toBe(0);
  });

  test("stops all for as long as Cloudflare says, and the longer of two pauses counts", async () => {
    budget.pause(5000);
    budget.pause(2000);
    void take("a");
    await pass(4999);
    expect([gone, budget.wait]).toEqual([[], 1]);
    await pass(1);
    expect(gone).toEqual(["a"]);
  });

  test("a pause stops those too that wait for their turn already", async () => {
    for (const name of ["a", "b", "c"]) void take(name);
    budget.pause(400_000);
    await pass(399_999);
    expect(gone).toEqual(["a", "b"]);
    await pass(1);
    expect(gone).toEqual(["a", "b", "c"]);
  });

  test("who gives up leaves the queue, and costs nothing", async () => {
    const stopped = new AbortController();
    for (const name of ["a", "b"]) void take(name);
    void take("c", { signal: stopped.signal });
    void take("d");
    stopped.abort(new Error("stopped"));
    await turn();
    expect(gone).toEqual(["a", "b", "c: stopped"]);
    await pass(300_001);
    expect(gone.at(-1)).toBe("d");
    expect(budget.sent).toBe(3);
  });

  test("who has given up before is not sent", async () => {
    await take("a", { signal: AbortSignal.abort(new Error("stopped")) });
    expect([gone, budget.sent]).toEqual([["a: stopped"], 0]);
  });

  test("the last who gives up leaves no timer", async () => {
    const stopped = new AbortController();
    for (const name of ["a", "b"]) void take(name);
    void take("c", { signal: stopped.signal });
    await turn();
    expect(clock.waiting).toBe(1);
    stopped.abort(new Error("stopped"));
    expect(clock.waiting).toBe(0);
  });

  test("a request whose client has left makes room for the next", async () => {
    for (const name of ["a", "b"]) void take(name);
    void take("c", { isWanted: () => false });
    void take("d");
    void take("e");
    await pass(300_001);
    expect(gone).toEqual(["a", "b", "c unwanted", "d", "e"]);
    expect(budget.sent).toBe(4);
  });

  test("says how long it waits and why", async () => {
    void take("a");
    void take("b");
    await pass(60_500);
    expect(waitSentence(budget)).toBe("waiting 240 s: at most 2 requests in five minutes are sent to Cloudflare");
  });
});
