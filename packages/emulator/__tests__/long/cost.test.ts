// The cost of a record: how many calls Terraform makes for it, and how often the world is read and written. No time is measured.
import fs from "node:fs";
import http2 from "node:http2";
import path from "node:path";
import { project, record } from "../terraform-project";

const rpcPaths: string[] = [];
const createServer = http2.createServer;
jest.spyOn(http2, "createServer").mockImplementation((...args: unknown[]) => {
  const server = createServer(...(args as [http2.ServerOptions]));
  server.on("session", (session) =>
    session.on("stream", (_stream, headers) => rpcPaths.push(String(headers[":path"]))),
  );
  return server;
});
const read = jest.spyOn(fs, "readFileSync");

/** What a command asks of the provider, how often it reads the world's file, and how many lines it adds to it. */
async function costOf(run: () => Promise<{ readonly code: number | null }>, world: string) {
  const lines = () => (fs.existsSync(world) ? fs.readFileSync(world, "utf8").split("\n").length - 1 : 0);
  const before = lines();
  rpcPaths.length = 0;
  read.mockClear();
  expect((await run()).code).toBe(0);
  const reads = read.mock.calls.filter(([file]) => file === world).length;
  const paths = [...rpcPaths];
  const calls = (rpc: string) => paths.filter((called) => called === `/tfplugin6.Provider/${rpc}`).length;
  return { calls, reads, lines: lines() - before };
}

/** A zone of so many records: the cost of its apply, and of the plan after it. */
async function costsOf(records: number) {
  const { write, apply, plan, terraform, folder } = project(`records-${records}`);
  const names = Array.from({ length: records }, (_, index) => `r${index}`);
  const resources = names.map((name) => [name, record(`${name}.example.com`, "TXT", name)]);
  write({ cloudflare_dns_record: Object.fromEntries(resources) });
  await terraform("init");
  const world = path.join(folder, "world.jsonl");
  return { applied: await costOf(apply, world), planned: await costOf(plan, world) };
}

test("another record costs five calls to plan and one more line of the world to apply; the world is read once", async () => {
  const [few, more] = [await costsOf(2), await costsOf(12)];
  const each = (phase: "applied" | "planned", rpc: string) =>
    (more[phase].calls(rpc) - few[phase].calls(rpc)) / (12 - 2);

  expect({
    validate: each("planned", "ValidateResourceConfig"),
    upgrade: each("planned", "UpgradeResourceState"),
    read: each("planned", "ReadResource"),
    plan: each("planned", "PlanResourceChange"),
    apply: each("planned", "ApplyResourceChange"),
  }).toEqual({ validate: 2, upgrade: 1, read: 1, plan: 1, apply: 0 });
  expect(each("applied", "ApplyResourceChange")).toBe(1);
  for (const { applied, planned } of [few, more]) {
    expect([applied.reads, planned.reads]).toEqual([1, 1]);
    expect([applied.calls("GetProviderSchema"), planned.calls("GetProviderSchema")]).toEqual([1, 1]);
  }
  // The first read or write is one line more, and so is the number of all of them at the end.
  expect([few.applied.lines, more.applied.lines]).toEqual([2 + 2, 12 + 2]);
  expect([few.planned.lines, more.planned.lines]).toEqual([2, 2]);
});
