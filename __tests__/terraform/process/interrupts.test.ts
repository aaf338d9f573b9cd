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
