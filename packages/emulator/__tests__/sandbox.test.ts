import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { armSandboxDnsFault, clearSandboxFaults } from "../src/commands/commands";
import { startSandbox } from "../src/sandbox";
import { askUdp } from "./dns/client";

const base = mkdtempSync(path.join(tmpdir(), "sandbox-"));
afterAll(() => rmSync(base, { recursive: true }));
const options = { folder: path.join(base, "world"), pid: 1, log: () => {}, purpose: "test", limit: 500 };

test("its DNS listens where it was asked to, and ends with it", async () => {
  const closed = await startSandbox(options);
  expect(closed.dns).toBeUndefined();
  await closed.stop();

  const sandbox = await startSandbox({ ...options, dns: true, zoneNames: ["example.com"] });
  const { resolver, port } = sandbox.dns!;
  const asked = { name: "example.com", type: "NS", flags: 1 << 8 };
  expect((await askUdp(resolver.port, asked))?.answers?.map((one) => "data" in one && one.data)).toEqual([
    "ada.ns.cloudflare.com",
    "bob.ns.cloudflare.com",
  ]);
  await sandbox.stop();
  for (const gone of [resolver.port, port]) expect(await askUdp(gone, asked, 100)).toBeUndefined();
});

test("what one command arms holds for the next, until it is cleared", async () => {
  await armSandboxDnsFault(options, { kind: "refused", name: "example.com" });
  const asked = { name: "example.com", type: "NS", address: "127.0.0.2" };
  const heard = async () => {
    const sandbox = await startSandbox({ ...options, dns: true });
    const answer = await askUdp(sandbox.dns!.port, asked);
    await sandbox.stop();
    return answer?.rcode;
  };
  expect(await heard()).toBe("REFUSED");
  expect(await clearSandboxFaults(options)).toBe(1);
  expect(await heard()).toBe("NOERROR");
});
