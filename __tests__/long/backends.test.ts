// The backend blocks that domains.yaml makes, taken by the real Terraform: a store on loopback that speaks S3's language, as R2 and
// MinIO do, gets the state at the path that is said, and the lock beside it.
import { execFile } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { backendBlock } from "../../lib/config/backend";
import { parseConfiguration } from "../../lib/config/configuration";
import { TERRAFORM } from "../helpers/terraform";

const run = promisify(execFile);
const folders: string[] = [];
const asked: string[] = [];
const objects = new Map<string, Buffer>();
let store: http.Server;
let url: string;

beforeAll(async () => {
  store = http.createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://store");
    asked.push(`${request.method} ${pathname}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (searchParams.has("list-type") || searchParams.has("prefix"))
      return void response.end("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
    if (request.method === "PUT") objects.set(pathname, Buffer.concat(chunks));
    if (request.method === "DELETE") objects.delete(pathname);
    if (request.method === "GET" || request.method === "HEAD") {
      const body = objects.get(pathname);
      if (body === undefined) response.statusCode = 404;
      return void response.end(body ?? "<Error><Code>NoSuchKey</Code></Error>");
    }
    response.end();
  });
  await new Promise<void>((resolve) => store.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(store.address() as AddressInfo).port}`;
});

afterAll(async () => {
  store.closeAllConnections();
  await new Promise((resolve) => store.close(resolve));
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
});

const ELSEWHERE =
  "usePathStyle: true, skipCredentialsValidation: true, skipRegionValidation: true, skipRequestingAccountId: true, skipMetadataApiCheck: true, skipS3Checksum: true";
const RAW =
  "use_path_style: true, skip_credentials_validation: true, skip_region_validation: true, skip_requesting_account_id: true, skip_metadata_api_check: true, skip_s3_checksum: true";

test.each([
  [
    "s3",
    () => `{type: s3, bucket: state, region: auto, endpoints: {s3: '${url}'}, ${ELSEWHERE}}`,
    "/state/mailzone/mail.tfstate",
  ],
  [
    "raw",
    () =>
      `{type: raw, name: s3, config: {bucket: state, region: auto, key: '{stack}.tfstate', use_lockfile: true, endpoints: {s3: '${url}'}, ${RAW}}}`,
    "/state/mail.tfstate",
  ],
])("a state in a store that only speaks S3's language: %s", async (_, backend, place) => {
  asked.length = 0;
  const text = `backend: ${backend()}\ndomains: [{domain: example.com, aws: {region: us-east-1}}]`;
  const block = backendBlock(parseConfiguration([{ file: "domains.yaml", text }]).backend, "mail");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-backend-"));
  folders.push(folder);
  const stack = { terraform: { backend: { [block!.type]: block!.attributes } }, output: { told: { value: "kept" } } };
  fs.writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(stack));
  const env = {
    ...{ PATH: process.env.PATH, HOME: folder, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" },
    ...{ AWS_ACCESS_KEY_ID: "example", AWS_SECRET_ACCESS_KEY: "not-a-secret", AWS_EC2_METADATA_DISABLED: "true" },
  };
  await run(TERRAFORM, ["init", "-input=false"], { cwd: folder, env });
  await run(TERRAFORM, ["apply", "-input=false", "-auto-approve"], { cwd: folder, env });
  expect(JSON.parse(String(objects.get(place))).outputs.told.value).toBe("kept");
  expect(asked).toContain(`PUT ${place}.tflock`);
  expect(objects.has(`${place}.tflock`)).toBe(false);
  expect(asked.filter((one) => !one.includes(" /state"))).toEqual([]);
});
