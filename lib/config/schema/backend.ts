// Where Terraform's state is stored. Every type of backend gives each stack its own state; credentials come from the environment.
import * as z from "zod";
import { matching } from "./fields";
import { profileName, roles } from "./settings";

const STACK = "{stack}";
/** Terraform takes the texts of a backend literally, OpenTofu evaluates templates in them: a text with one is wrong for one of them. */
const NO_TEMPLATE = "without ${ or %{, which Terraform and OpenTofu read in different ways";

const text = (description: string) =>
  matching(/^(?!.*[$%]\{)\P{Cc}+$/u, `expected a text ${NO_TEMPLATE}`).describe(description);
const address = (description: string) =>
  matching(
    /^(?!.*[$%]\{)(?=.*\{stack\})https?:\/\/[^\s\p{Cc}]+$/u,
    `expected http:// or https:// and ${STACK} in it, so that each stack has its own state, ${NO_TEMPLATE}`,
  ).describe(description);
const bucket = (description: string) =>
  matching(/^[A-Za-z0-9._:/-]+$/, "expected a bucket's name").describe(description);
const method = (description: string) => matching(/^[A-Za-z]+$/, "expected an HTTP method").describe(description);
const word = (description: string) =>
  matching(/^[A-Za-z0-9_-]+$/, "expected letters, digits, hyphens and underscores").describe(description);
const endpoint = (description: string) =>
  matching(
    /^(?!.*[$%]\{)https?:\/\/[^\s\p{Cc}?#]+$/u,
    `expected http:// or https:// and a host, ${NO_TEMPLATE}`,
  ).describe(description);
const flag = (description: string) => z.boolean().optional().describe(description);
const number = z
  .number()
  .min(0, "expected a number from 0 on")
  .max(Number.MAX_SAFE_INTEGER, "expected a smaller number");

/** The values in a raw backend's settings. They nest as deep as those of Terraform's backends: `exec` of kubernetes, `assume_role` of s3. */
const plain = [matching(/^(?!.*[$%]\{)\P{Cc}*$/u, `expected a text ${NO_TEMPLATE}`), number, z.boolean()] as const;
const mapOf = <T extends z.ZodType>(value: T) =>
  z.record(matching(/^(?!.*[$%]\{)\P{Cc}+$/u, `expected a key ${NO_TEMPLATE}`), value);
// The unions are flat: with nested unions no message could say which branch was meant.
const inner = z.union([...plain, z.array(z.union(plain)), mapOf(z.union(plain))]);
const setting = z.union([...plain, z.array(z.union([...plain, mapOf(inner)])), mapOf(inner)]);

export const backend = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("local"),
    folder: text("The folder of the state files, relative to the project. Default: the project's own.").optional(),
  }),
  z.strictObject({
    type: z.literal("s3"),
    bucket: bucket("The bucket."),
    region: word("The bucket's region."),
    prefix: text("Before the key, which is <prefix><stack>.tfstate. Default: mailzone/.").optional(),
    encrypt: z.boolean().optional().describe("Default: true."),
    kmsKeyId: matching(/^[A-Za-z0-9:/_-]+$/, "expected a key's id, alias or ARN")
      .optional()
      .describe("The key to encrypt with. Default: the bucket's."),
    useLockfile: z
      .boolean()
      .optional()
      .describe("Lock with an object beside the state (PutObject and DeleteObject on <key>.tflock). Default: true."),
    profile: profileName("A profile of the AWS configuration files.").optional(),
    assumeRoleArn: roles(
      "A role to assume: {plan, apply}, one that reads the state and one that writes it, or one for both.",
    ).optional(),
    assumeRoleExternalId: matching(
      /^[\w+=,.@:/-]{2,1224}$/,
      "expected an external id of 2 to 1224 letters, digits and +=,.@:/-",
    )
      .optional()
      .describe("The external id that the role's owner requires; it is not a secret. With assumeRoleArn."),
    endpoints: z
      .strictObject({
        s3: endpoint("S3.").optional(),
        iam: endpoint("IAM.").optional(),
        sso: endpoint("IAM Identity Center.").optional(),
        sts: endpoint("STS.").optional(),
      })
      .optional()
      .describe("The URLs of the services, for another store with the S3 API (R2, MinIO). Default: those of AWS."),
    usePathStyle: flag("The bucket is in the path of the URL, not in the host name. Default: false."),
    skipCredentialsValidation: flag("Does not check the credentials with STS. Default: false."),
    skipRegionValidation: flag("Accepts a region that AWS does not have, such as auto. Default: false."),
    skipRequestingAccountId: flag("Does not ask IAM or STS for the account id. Default: false."),
    skipMetadataApiCheck: flag("Does not ask the instance metadata for credentials. Default: false."),
    skipS3Checksum: flag("Sends no checksum with an object; some stores refuse one. Default: false."),
  }),
  z.strictObject({
    type: z.literal("gcs"),
    bucket: bucket("The bucket."),
    prefix: text("The state is <prefix><stack>/default.tfstate. Default: mailzone/.").optional(),
  }),
  z.strictObject({
    type: z.literal("http"),
    address: address(`The state's address, with ${STACK} in it.`),
    lockAddress: address(`The lock's address, with ${STACK} in it. Default: no locking.`).optional(),
    unlockAddress: address("Default: lockAddress.").optional(),
    updateMethod: method("Default: POST.").optional(),
    lockMethod: method("Default: LOCK.").optional(),
    unlockMethod: method("Default: UNLOCK.").optional(),
  }),
  z.strictObject({
    type: z.literal("cloud"),
    organization: text("The organization in HCP Terraform."),
    hostname: matching(/^[A-Za-z0-9.-]+(?::\d+)?$/, "expected a host name")
      .optional()
      .describe("Default: app.terraform.io."),
    project: text("The project that new workspaces are made in.").optional(),
    workspacePrefix: word("Before the stack's name in the workspace's. Default: mailzone-.").optional(),
  }),
  z.strictObject({
    type: z.literal("raw"),
    name: matching(/^[a-z][a-z0-9]*$/, "expected a backend's name such as azurerm").describe(
      "Terraform's name of the backend, such as azurerm.",
    ),
    config: z
      .record(matching(/^[a-z][a-z0-9_]*$/, "expected the name of a setting, as Terraform writes it"), setting)
      .describe(
        `Its settings as Terraform names them, texts, numbers, lists and maps; ${STACK} in a text becomes the stack's name.`,
      ),
  }),
]);

export type BackendSettings = z.infer<typeof backend>;
