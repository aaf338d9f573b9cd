// The backend blocks that domains.yaml makes, taken by the real Terraform: a store on loopback that speaks S3's language, as R2 and
// MinIO do, gets the state at the path that is said, and the lock beside it.
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { backendBlock } from "../../lib/config/backend";
import { parseConfiguration } from "../../lib/config/configuration";
import { S3_ENV, S3Store, s3Backend } from "../helpers/s3-store";
import { TERRAFORM } from "../helpers/terraform";

const run = promisify(execFile);
const folders: string[] = [];
let store: S3Store;
let asked: string[];

beforeAll(async () => {
  store = await new S3Store().start();
  asked = store.asked;
});

afterAll(async () => {
  await store.stop();
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
});

const RAW =
  "use_path_style: true, skip_credentials_validation: true, skip_region_validation: true, skip_requesting_account_id: true, skip_metadata_api_check: true, skip_s3_checksum: true";

test.each([
  ["s3", () => s3Backend(store.url), "/state/mailzone/mail.tfstate"],
  [
    "raw",
    () =>
      `{type: raw, name: s3, config: {bucket: state, region: auto, key: '{stack}.tfstate', use_lockfile: true, endpoints: {s3: '${store.url}'}, ${RAW}}}`,
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
    PATH: process.env.PATH,
    HOME: folder,
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    ...S3_ENV,
  };
  await run(TERRAFORM, ["init", "-input=false"], { cwd: folder, env });
  await run(TERRAFORM, ["apply", "-input=false", "-auto-approve"], { cwd: folder, env });
  expect(JSON.parse(String(store.objects.get(place))).outputs.told.value).toBe("kept");
  expect(asked).toContain(`PUT ${place}.tflock`);
  expect(store.objects.has(`${place}.tflock`)).toBe(false);
  expect(asked.filter((one) => !one.includes(" /state"))).toEqual([]);
});
