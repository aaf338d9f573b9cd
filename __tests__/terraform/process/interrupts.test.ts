import { Interrupts } from "../../../lib/terraform/process/interrupts";

function child(): { interrupt: jest.Mock; kill: jest.Mock } {
  return { interrupt: jest.fn(), kill: jest.fn() };
}

test("interrupts that come as one are counted as one: npm's echo, or a key that is held down", () => {
  let now = 1000;
  const ask = jest.fn();
  const interrupts = new Interrupts({ kill: () => {}, ask, now: () => now });
  const one = child();
  interrupts.add(one);
  expect(interrupts.interrupted).toBe(false);
  expect(interrupts.raise()).toBe("forwarded");
  for (let repeat = 0; repeat < 50; repeat += 1) {
    now += 30;
    expect(interrupts.raise()).toBe("repeated");
  }
  expect(one.interrupt).toHaveBeenCalledTimes(1);
  expect(ask).not.toHaveBeenCalled();
  now += 250;
  expect(interrupts.raise()).toBe("asked");
  now += 250;
  expect(interrupts.raise()).toBe("killed");
  expect(one.kill).toHaveBeenCalledTimes(1);
  expect(interrupts.interrupted).toBe(true);
});

test("what loses nothing is ended by the second interrupt, with all the others that lose nothing", () => {
  const ask = jest.fn();
  const interrupts = new Interrupts({ kill: () => {}, ask, sameWithin: 0 });
  const [one, other] = [child(), child()];
  interrupts.add({ ...one, expendable: true });
  interrupts.add({ ...other, expendable: true });
  expect([interrupts.raise(), interrupts.raise()]).toEqual(["forwarded", "over"]);
  expect([one.kill, other.kill].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  expect(ask).not.toHaveBeenCalled();
});

test("beside a Terraform the second only asks, the third kills all, the fourth leaves", () => {
  const ask = jest.fn();
  const interrupts = new Interrupts({ kill: () => {}, ask, sameWithin: 0 });
  const [terraform, other] = [child(), child()];
  interrupts.add(terraform);
  interrupts.add({ ...other, expendable: true });
  expect([interrupts.raise(), interrupts.raise()]).toEqual(["forwarded", "asked"]);
  expect([ask.mock.calls.length, terraform.kill.mock.calls.length, other.kill.mock.calls.length]).toEqual([1, 0, 0]);
  expect([interrupts.raise(), interrupts.raise()]).toEqual(["killed", "over"]);
  expect(terraform.interrupt).toHaveBeenCalledTimes(1);
});

test("a Terraform that has ended after it was asked for leaves nothing to wait for", () => {
  const interrupts = new Interrupts({ kill: () => {}, sameWithin: 0 });
  const end = interrupts.add(child());
  expect([interrupts.raise(), interrupts.raise()]).toEqual(["forwarded", "asked"]);
  end();
  expect(interrupts.raise()).toBe("over");
});

test("a child that has ended hears nothing, and without children nothing is asked", () => {
  const ask = jest.fn();
  const interrupts = new Interrupts({ kill: () => {}, ask, sameWithin: 0 });
  const one = child();
  interrupts.add(one)();
  interrupts.raise();
  interrupts.raise();
  interrupts.raise();
  expect(one.interrupt).not.toHaveBeenCalled();
  expect(one.kill).not.toHaveBeenCalled();
  expect(ask).not.toHaveBeenCalled();
});

test("a process that has gone is no error, one that must not be signalled is", () => {
  const failing = (code: string) =>
    new Interrupts({
      kill: () => {
        throw Object.assign(new Error(code), { code });
      },
    });
  expect(() => failing("ESRCH").send(1, "SIGINT")).not.toThrow();
  expect(() => failing("EPERM").send(1, "SIGINT")).toThrow("EPERM");
});
