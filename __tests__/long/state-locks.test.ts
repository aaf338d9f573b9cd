// Locks of states in S3, by the real Terraform: a pull request's plan takes none, an apply waits, and a lock that a dead run left is
// explained and taken away. What the stacks hold is emulated, their state is not.
import path from "node:path";
import { type Emulator, startEmulator } from "../../packages/emulator/index";
import { domainsYaml, entryOf, Project, until } from "../helpers/project";
import { describeWithPython, startPython } from "../helpers/python";
import { S3_ENV, S3Store, s3Backend } from "../helpers/s3-store";

const LOCK = "/state/mailzone/mail.tfstate.tflock";
const ID = "d4deefaf-036c-a5d7-4389-411656c6820b";
/** As Terraform writes one: of a plan on a runner that was killed. */
const STALE = JSON.stringify({
  ID,
  Operation: "OperationTypePlan",
  Info: "",
  Who: "runner@fv-az1",
  Version: "1.11.4",
  Created: "2026-01-02T03:04:05.678901234Z",
  Path: "state/mailzone/mail.tfstate",
});
const HELD = `since 2026-01-02 03:04:05 UTC by "runner@fv-az1", for a plan (Terraform 1.11.4, lock ${ID})`;

let project: Project;
let emulator: Emulator;

async function start(url: string): Promise<void> {
  const entry = entryOf("example.com", "us-east-1", "stack: mail");
  project = new Project(`backend: ${s3Backend(url)}\n${domainsYaml(entry)}`);
  const folder = path.join(project.folder, ".mailzone", "sandbox");
  emulator = await startEmulator({ folder, purpose: "test", pid: process.pid, log: () => {} });
  const { TF_REATTACH_PROVIDERS = "" } = emulator.environment({});
  project.env = { ...S3_ENV, TF_REATTACH_PROVIDERS };
}

async function stop(): Promise<void> {
  await emulator.stop();
  project.remove();
}

describe("in a store that keeps locks", () => {
  let store: S3Store;
  beforeEach(async () => {
    store = await new S3Store().start();
    await start(store.url);
  });
  afterEach(async () => {
    await stop();
    await store.stop();
  });
  const lock = () => store.objects.set(LOCK, Buffer.from(STALE));
  const plan = (...args: string[]) => project.run("plan", "--no-preflight", ...args);
  const apply = (...args: string[]) => project.start("apply", "--no-preflight", ...args);

  test("a plan without a lock asks for none and is stopped by none; an apply of it waits for who has it", async () => {
    lock();
    expect(await plan("--no-lock")).toMatchObject({ code: 0 });
    expect(store.asked.filter((one) => one.startsWith("PUT ") || one.startsWith("DELETE "))).toEqual([]);

    const stopped = await plan();
    expect(stopped.stderr).toContain(
      `stack "mail": its state is locked ${HELD}: wait for that run, by --lock-timeout, or if it is dead, mailzone unlock mail`,
    );
    expect(stopped.code).toBe(2);

    expect(await plan("--no-lock")).toMatchObject({ code: 0 });
    const refused = await apply().ended;
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining(HELD)]);
    // Nothing was touched, so that the plan is as good as before.
    store.asked.length = 0;
    const waiting = apply("--lock-timeout", "10m");
    // Once it has read who has the lock it waits; gone between the two it would be an error.
    await until(() => store.asked.includes(`GET ${LOCK}`), "the apply asks who has the lock");
    store.objects.delete(LOCK);
    expect(await waiting.ended).toMatchObject({ code: 0, stdout: expect.stringContaining("mail: applied") });
    expect([...store.objects.keys()]).toEqual(["/state/mailzone/mail.tfstate"]);
  });

  test("a plan without a lock that is killed leaves nothing behind", async () => {
    const { child, ended } = project.start("plan", "--no-preflight", "--no-lock");
    await until(() => store.asked.some((one) => one.includes("/state/mailzone/mail.tfstate")), "it reads the state");
    process.kill(-(child.pid ?? 0), "SIGKILL");
    await ended;
    expect([...store.objects.keys()]).toEqual([]);
  });

  test("unlock says who, since when and for what, and takes away that lock alone", async () => {
    lock();
    const told = await project.run("unlock", "mail");
    expect(told.stdout).toBe(`mail: locked ${HELD}\n`);
    expect(told.stderr).toContain(`if that run is dead, mailzone unlock mail --id ${ID}`);
    expect([told.code, store.objects.has(LOCK)]).toEqual([2, true]);

    const other = await project.run("unlock", "mail", "--id", "another");
    expect(other).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`the lock is another by now, ${ID}, and not another`),
    });
    const option = await project.run("unlock", "mail", "--id=-lock=false");
    expect(option).toMatchObject({ code: 2, stderr: expect.stringContaining('"-lock=false" is no id of a lock') });
    expect(store.objects.has(LOCK)).toBe(true);

    expect(await project.run("unlock", "mail", "--id", ID)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("mail: unlocked"),
    });
    expect(store.objects.has(LOCK)).toBe(false);
    const free = await project.run("unlock", "mail", "--id", ID);
    expect(free).toMatchObject({
      code: 0,
      stdout: "mail: nobody has the lock\n",
      stderr: expect.stringContaining("is gone already"),
    });
    expect(await project.run("unlock", "nope")).toMatchObject({ code: 2 });
  });

  test("a role that may only read plans without a lock, and gets no message about locks", async () => {
    store.readonly = true;
    expect(await plan("--no-lock")).toMatchObject({ code: 0 });
    const { code, stdout, stderr } = await project.run("unlock", "mail");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain('whether the state of stack "mail" is locked is not known: fix what terraform reported');
  });
});

describeWithPython("in moto's S3", () => {
  test("the same: an apply that has the lock is waited for, and leaves none", async () => {
    const moto = await startPython(["-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]);
    await start(moto.url);
    try {
      const put = async (place: string, body = "") =>
        (await fetch(`${moto.url}${place}`, { method: "PUT", body })).status;
      expect([await put("/state"), await put(LOCK, STALE)]).toEqual([200, 200]);
      expect(await project.run("plan", "--no-preflight", "--no-lock")).toMatchObject({ code: 0 });
      expect(await project.run("apply", "--no-preflight")).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(HELD),
      });
      expect(await project.run("unlock", "mail", "--id", ID)).toMatchObject({ code: 0 });
      expect(await project.run("apply", "--no-preflight")).toMatchObject({ code: 0 });
      expect((await fetch(`${moto.url}${LOCK}`)).status).toBe(404);
    } finally {
      await stop();
      await moto.stop();
    }
  });
});
