import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { armEmulatorDnsFault, clearEmulatorFaults } from "../src/commands/commands";
import { startEmulator } from "../src/emulator";
import { queryUdp } from "./dns/client";

const base = mkdtempSync(path.join(tmpdir(), "emulator-"));
afterAll(() => rmSync(base, { recursive: true }));
const options = { folder: path.join(base, "world"), pid: 1, log: () => {}, purpose: "test", limit: 500 };

test("its DNS listens where it was asked to, and ends with it", async () => {
  const closed = await startEmulator(options);
  expect(closed.dns).toBeUndefined();
  await closed.stop();

  const emulator = await startEmulator({ ...options, dns: true, zoneNames: ["example.com"] });
  const { resolver, port } = emulator.dns!;
  const question = { name: "example.com", type: "NS", flags: 1 << 8 };
  expect((await queryUdp(resolver.port, question))?.answers?.map((one) => "data" in one && one.data)).toEqual([
    "ada.ns.cloudflare.com",
    "bob.ns.cloudflare.com",
  ]);
  await emulator.stop();
  for (const closedPort of [resolver.port, port]) expect(await queryUdp(closedPort, question, 100)).toBeUndefined();
});

test("what one command arms holds for the next, until it is cleared", async () => {
  await armEmulatorDnsFault(options, { kind: "refused", name: "example.com" });
  const question = { name: "example.com", type: "NS", address: "127.0.0.2" };
  const rcodeOf = async () => {
    const emulator = await startEmulator({ ...options, dns: true });
    const answer = await queryUdp(emulator.dns!.port, question);
    await emulator.stop();
    return answer?.rcode;
  };
  expect(await rcodeOf()).toBe("REFUSED");
  expect(await clearEmulatorFaults(options)).toBe(1);
  expect(await rcodeOf()).toBe("NOERROR");
});
