// mailzone drift on states that the real Terraform wrote elsewhere: to moto's S3, and to a server that keeps states by HTTP. What the stack
// holds is emulated, its state is not.
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { type Emulator, startEmulator } from "../../packages/emulator/index";
import { ZONE_ID } from "../helpers/domains";
import { domainsYaml, entryOf, Project } from "../helpers/project";
import { describeWithPython, startPython } from "../helpers/python";
import { s3Backend } from "../helpers/s3-store";

jest.setTimeout(240_000);

let project: Project;
let emulator: Emulator;

/** Applies the stack "mail" of example.com with its state in this backend. */
async function apply(backend: string): Promise<void> {
  const web = "web: {www: d111111abcdef8.cloudfront.net}";
  project = new Project(
    `backend: ${backend}\n${domainsYaml(entryOf("example.com", "us-east-1", `stack: mail, ${web}`))}`,
  );
  const folder = path.join(project.folder, ".mailzone", "sandbox");
  const zones = { [ZONE_ID]: "example.com" };
  emulator = await startEmulator({ folder, purpose: "test", pid: process.pid, log: () => {}, http: true, zones });
  const all = Object.entries(emulator.environment({}));
  project.env = Object.fromEntries(
    all.flatMap(([name, value]) => (/^(?:AWS|CLOUDFLARE|TF_REATTACH)_/.test(name) && value ? [[name, value]] : [])),
  );
  expect(await project.run("plan")).toMatchObject({ code: 0 });
  expect(await project.run("apply")).toMatchObject({ code: 0 });
}
afterEach(async () => {
  await emulator.stop();
  project.remove();
});

/** What somebody does to a record, by Cloudflare's API. */
async function byHand(name: string, method: string, change?: object): Promise<void> {
  const { CLOUDFLARE_BASE_URL: base, CLOUDFLARE_API_TOKEN: token } = project.env;
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const records = `${base}/zones/${ZONE_ID}/dns_records`;
  const listed = await (await fetch(`${records}?name=${name}`, { headers })).json();
  expect(listed).toMatchObject({ success: true, result: [{ name }] });
  const { result } = listed as { result: { id: string }[] };
  const body = change && JSON.stringify(change);
  expect((await fetch(`${records}/${result[0]?.id}`, { method, headers, body })).status).toBe(200);
}

const drift = async () => {
  const { code, stdout, stderr } = await project.run("drift");
  return { code, said: stdout + stderr };
};

interface Store {
  /** The state as it is kept; undefined if there is none. */
  state(): Promise<string | undefined>;
  lose(): Promise<unknown>;
}

/** The same of every store. */
async function tellDrift({ state, lose }: Store): Promise<void> {
  const applied = await state();
  expect(JSON.parse(applied ?? "{}")).toMatchObject({ version: 4, terraform_version: expect.any(String) });
  expect(await drift()).toMatchObject({
    code: 0,
    said: expect.stringContaining(
      "clean: everything is as it was applied; compared 7 records in 1 zone and 1 identity",
    ),
  });

  await byHand("www.example.com", "PATCH", { proxied: true });
  await byHand("_dmarc.example.com", "DELETE");
  const { code, said } = await drift();
  expect([code, said]).toEqual([1, expect.stringContaining("gone TXT _dmarc.example.com")]);
  expect(said).toContain("changed CNAME www.example.com");
  expect(await state()).toBe(applied);

  await lose();
  expect(await drift()).toMatchObject({
    code: 2,
    said: expect.stringContaining('the state of stack "mail" holds nothing: apply it, or remove the stack'),
  });
}

/** moto gives what somebody wrote to nobody who does not sign; it checks no signature. */
const SIGNED = { authorization: "AWS4-HMAC-SHA256 Credential=example/20260101/us-east-1/s3/aws4_request" };

describeWithPython("in moto's S3", () => {
  test("drift reads the state, and changes nothing", async () => {
    const moto = await startPython(["-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]);
    try {
      const place = `${moto.url}/state/mailzone/mail.tfstate`;
      await fetch(`${moto.url}/state`, { method: "PUT" });
      await apply(s3Backend(moto.url));
      await tellDrift({
        async state() {
          const answer = await fetch(place, { headers: SIGNED });
          return answer.status === 200 ? answer.text() : undefined;
        },
        lose: () => fetch(place, { method: "DELETE", headers: SIGNED }),
      });
    } finally {
      await moto.stop();
    }
  });
});

describe("by HTTP", () => {
  let server: http.Server;
  let url: string;
  let kept: string | undefined;
  /** Answers everything with this status. */
  let refusal: number | undefined;
  const asked: string[] = [];
  beforeEach(async () => {
    kept = undefined;
    refusal = undefined;
    server = http.createServer(async (request, response) => {
      const { method = "", url = "" } = request;
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      asked.push(`${method} ${url.replace(/\?.*/, "")}`);
      if (refusal !== undefined) return void response.writeHead(refusal).end();
      if (method === "POST") kept = Buffer.concat(chunks).toString();
      if (method !== "GET") return void response.end();
      return void (kept === undefined ? response.writeHead(404).end() : response.end(kept));
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((stopped) => server.close(stopped));
  });

  test("drift reads the state, takes no lock and changes nothing; a server that refuses is no clean answer", async () => {
    await apply(`{type: http, address: '${url}/{stack}', lockAddress: '${url}/{stack}/lock'}`);
    expect(asked).toContain("LOCK /mail/lock");
    expect(asked.at(-1)).toBe("UNLOCK /mail/lock");
    asked.length = 0;
    const lose = async () => {
      expect([...new Set(asked)]).toEqual(["GET /mail"]);
      kept = undefined;
    };
    await tellDrift({ state: async () => kept, lose });
    for (const status of [401, 403, 500]) {
      refusal = status;
      expect(await drift()).toMatchObject({ code: 2, said: expect.stringContaining('stack "mail"') });
    }
  });
});
