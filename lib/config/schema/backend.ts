// Where Terraform's state is kept. Every kind gives each stack a state of its own; credentials come from the environment.
import * as z from "zod";
import { matching } from "./settings";

const STACK = "{stack}";
const text = (description: string) => z.string().min(1, "expected a text").describe(description);
const perStack = (description: string) =>
  matching(/\{stack\}/, `expected ${STACK} in it, so that each stack has a state of its own`).describe(description);

export const backend = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("local"),
    folder: text("The folder of the state files, relative to the project. Default: the project's own.").optional(),
  }),
  z.strictObject({
    type: z.literal("s3"),
    bucket: text("The bucket."),
    region: text("The bucket's region."),
    prefix: text("Before the key, which is <prefix><stack>.tfstate. Default: mailzone/.").optional(),
    encrypt: z.boolean().optional().describe("Default: true."),
    kmsKeyId: text("The key to encrypt with. Default: the bucket's.").optional(),
    useLockfile: z
      .boolean()
      .optional()
      .describe("Lock by an object beside the state (PutObject and DeleteObject on <key>.tflock). Default: true."),
    profile: text("A profile of the AWS configuration files.").optional(),
    assumeRoleArn: text("A role to assume.").optional(),
  }),
  z.strictObject({
    type: z.literal("gcs"),
    bucket: text("The bucket."),
    prefix: text("The state is <prefix><stack>/default.tfstate. Default: mailzone/.").optional(),
  }),
  z.strictObject({
    type: z.literal("http"),
    address: perStack(`The state's address, with ${STACK} in it.`),
    lockAddress: perStack(`The lock's address, with ${STACK} in it. Default: no locking.`).optional(),
    unlockAddress: perStack("Default: lockAddress.").optional(),
    updateMethod: text("Default: POST.").optional(),
    lockMethod: text("Default: LOCK.").optional(),
    unlockMethod: text("Default: UNLOCK.").optional(),
  }),
  z.strictObject({
    type: z.literal("cloud"),
    organization: text("The organization in HCP Terraform."),
    hostname: text("Default: app.terraform.io.").optional(),
    project: text("The project that new workspaces are made in.").optional(),
    workspacePrefix: text("Before the stack's name in the workspace's. Default: mailzone-.").optional(),
  }),
  z.strictObject({
    type: z.literal("raw"),
    name: text("Terraform's name of the backend, such as azurerm."),
    config: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .describe(`Its settings as Terraform names them; ${STACK} in a text becomes the stack's name.`),
  }),
]);

export type BackendSettings = z.infer<typeof backend>;
