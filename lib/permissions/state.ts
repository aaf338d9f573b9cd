// The permissions for Terraform's state in S3. Other backends have their own permissions, outside AWS.
import type { BackendSettings } from "../config/schema/backend";
import type { RolePurpose } from "../dns/account-roles";
import { KEY_ACTIONS, LOCK_ACTIONS, STATE_ACTIONS } from "./actions";
import { allow, escapePattern, type Statement } from "./policy";

export type S3Settings = Extract<BackendSettings, { type: "s3" }>;

export interface StateStatementsProps {
  readonly backend: S3Settings;
  readonly stacks: readonly string[];
  readonly purpose: RolePurpose;
  readonly partition: string;
}

/** The backend if it is S3 at AWS; other stores with the S3 API have their own permissions. */
export function stateOnAws(backend: BackendSettings | undefined): S3Settings | undefined {
  const isAws =
    backend?.type === "s3" &&
    /^(?:|https?:\/\/(?:[^/]+\.)?amazonaws\.com(?:\.cn)?(?:[:/].*)?)$/.test(backend.endpoints?.s3 ?? "");
  return isAws ? backend : undefined;
}

export function stateStatements({ backend, stacks, purpose, partition }: StateStatementsProps): Statement[] {
  const { bucket, region, prefix = "mailzone/", useLockfile = true, kmsKeyId } = backend;
  // The bucket may be the ARN of an access point.
  const isPoint = bucket.startsWith("arn:");
  const arn = isPoint ? bucket : `arn:${partition}:s3:::${bucket}`;
  const keys = stacks.map((stack) => `${arn}/${isPoint ? "object/" : ""}${escapePattern(`${prefix}${stack}.tfstate`)}`);
  const locks = useLockfile && purpose === "apply" ? keys.map((name) => `${name}.tflock`) : [];
  return [
    allow("StateBucket", ["s3:ListBucket"], [arn]),
    allow("State", STATE_ACTIONS[purpose], keys),
    allow("StateLock", LOCK_ACTIONS, locks),
    kmsKeyId === undefined ? undefined : keyStatement(kmsKeyId, KEY_ACTIONS[purpose], `arn:${partition}:kms:${region}`),
  ].filter((one) => one !== undefined);
}

/** A KMS key by its ARN or id. IAM does not accept an alias in an ARN, so for an alias any key that has it. */
function keyStatement(key: string, actions: readonly string[], service: string): Statement | undefined {
  const [, place = `${service}:*`, alias] = /^(?:(arn:.*):)?(alias\/.+)$/.exec(key) ?? [];
  if (alias === undefined) {
    const id = key.replace(/^key\//, "");
    return allow("StateKey", actions, [key.startsWith("arn:") ? key : `${service}:*:key/${id}`]);
  }
  const found = allow("StateKey", actions, [`${place}:key/*`]);
  // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-resource-aliases
  return found && { ...found, Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": alias } } };
}
