// What Terraform's own state needs, where it is kept in S3. Other backends have permissions of their own, which are not AWS's.
import type { BackendSettings } from "../config/schema/backend";
import { KEY_ACTIONS, LOCK_ACTIONS, type Purpose, STATE_ACTIONS } from "./actions";
import { type Statement, statement } from "./policy";

export interface StateProps {
  readonly backend: BackendSettings | undefined;
  readonly stacks: readonly string[];
  readonly purpose: Purpose;
  readonly partition: string;
}

export function stateStatements({ backend, stacks, purpose, partition }: StateProps): Statement[] {
  // Another store that speaks S3's language has permissions of its own.
  const isElsewhere =
    backend?.type === "s3" &&
    !/^(?:|https?:\/\/(?:[^/]+\.)?amazonaws\.com(?:\.cn)?(?:[:/].*)?)$/.test(backend.endpoints?.s3 ?? "");
  if (backend?.type !== "s3" || isElsewhere) return [];
  const { bucket, prefix = "mailzone/", useLockfile = true, kmsKeyId } = backend;
  const arn = `arn:${partition}:s3:::${bucket}`;
  const keys = stacks.map((stack) => `${arn}/${prefix}${stack}.tfstate`);
  // A key may be given by its ARN, or by an id or alias, which stands for a key that only AWS knows.
  const key = kmsKeyId === undefined ? [] : [kmsKeyId.startsWith("arn:") ? kmsKeyId : `arn:${partition}:kms:*:*:key/*`];
  return [
    statement("StateBucket", ["s3:ListBucket"], [arn]),
    statement("State", STATE_ACTIONS[purpose], keys),
    statement("StateLock", LOCK_ACTIONS, useLockfile ? keys.map((name) => `${name}.tflock`) : []),
    statement("StateKey", KEY_ACTIONS, key),
  ].filter((one) => one !== undefined);
}
