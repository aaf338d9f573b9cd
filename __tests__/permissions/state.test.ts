import { type PermissionsProps, permissions } from "../../lib/permissions/permissions";
import type { Statement } from "../../lib/permissions/policy";
import { ARTICLE } from "../helpers/domains";

const ACCOUNT = "111122223333";

const statementsOf = (props: PermissionsProps, purpose: "plan" | "apply"): Statement[] =>
  (permissions(props).accounts[0]?.roles ?? [])
    .filter(({ purposes }) => purposes.includes(purpose))
    .flatMap(({ policies }) => policies.flatMap(({ Statement }) => Statement));
const byName = (all: readonly Statement[]) => Object.fromEntries(all.map((one) => [one.Sid, one]));

describe("the state in S3", () => {
  const backend = { type: "s3" as const, bucket: "example-state", region: "eu-west-1" };
  const props = { domains: [ARTICLE], account: ACCOUNT, backend };
  const key = "arn:aws:s3:::example-state/mailzone/mailzone.tfstate";

  test("both read it; only the apply writes it, and locks it", () => {
    const plan = byName(statementsOf(props, "plan"));
    expect(plan.State).toMatchObject({ Action: ["s3:GetObject"], Resource: [key] });
    expect(plan.StateBucket).toMatchObject({ Action: ["s3:ListBucket"], Resource: ["arn:aws:s3:::example-state"] });
    expect(JSON.stringify(plan)).not.toMatch(/tflock|Put|Delete|GenerateDataKey/);
    const apply = byName(statementsOf(props, "apply"));
    expect(apply.State?.Action).toEqual(["s3:GetObject", "s3:PutObject"]);
    expect(apply.StateLock).toMatchObject({
      Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      Resource: [`${key}.tflock`],
    });
  });

  const keyOf = (kmsKeyId: string, purpose: "plan" | "apply" = "plan") =>
    byName(statementsOf({ ...props, backend: { ...backend, useLockfile: false, kmsKeyId } }, purpose)).StateKey;
  const id = "1234abcd-12ab-34cd-56ef-1234567890ab";

  test.each([
    [id, `arn:aws:kms:eu-west-1:*:key/${id}`],
    [`arn:aws:kms:eu-west-1:444455556666:key/${id}`, `arn:aws:kms:eu-west-1:444455556666:key/${id}`],
  ])("its key %s is one key", (kmsKeyId, arn) => {
    expect(keyOf(kmsKeyId)).toEqual({ Sid: "StateKey", Effect: "Allow", Action: ["kms:Decrypt"], Resource: [arn] });
    expect(keyOf(kmsKeyId, "apply")?.Action).toEqual(["kms:Decrypt", "kms:GenerateDataKey"]);
  });

  test.each([
    ["alias/state", "arn:aws:kms:eu-west-1:*:key/*"],
    ["arn:aws:kms:eu-west-1:444455556666:alias/state", "arn:aws:kms:eu-west-1:444455556666:key/*"],
  ])("its key %s is whichever has the alias", (kmsKeyId, arn) => {
    expect(keyOf(kmsKeyId)).toMatchObject({
      Resource: [arn],
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/state" } },
    });
  });

  test("a prefix with stars and templates is that prefix and no pattern", () => {
    const prefix = "a*/?${aws:username}/";
    const { State } = byName(statementsOf({ ...props, backend: { ...backend, prefix } }, "plan"));
    expect(State?.Resource).toEqual(["arn:aws:s3:::example-state/a${*}/${?}${$}{aws:username}/mailzone.tfstate"]);
  });

  test("a bucket may be an access point", () => {
    const bucket = "arn:aws:s3:eu-west-1:444455556666:accesspoint/state";
    const { State, StateBucket } = byName(statementsOf({ ...props, backend: { ...backend, bucket } }, "plan"));
    expect(State?.Resource).toEqual([`${bucket}/object/mailzone/mailzone.tfstate`]);
    expect(StateBucket?.Resource).toEqual([bucket]);
  });
});

test.each([
  ["https://0123456789abcdef.r2.cloudflarestorage.com", false],
  ["http://amazonaws.com.example.net", false],
  ["https://s3.dualstack.eu-west-1.amazonaws.com", true],
  ["https://s3.cn-north-1.amazonaws.com.cn/", true],
])("a store at %s is AWS's: %s", (s3, isAws) => {
  const backend = { type: "s3" as const, bucket: "example-state", region: "eu-west-1", endpoints: { s3 } };
  const names = statementsOf({ domains: [ARTICLE], backend }, "plan").map(({ Sid }) => Sid);
  expect(names.includes("State")).toBe(isAws);
});
