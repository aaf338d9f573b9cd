// ACM as verify and adopt read it, by AWS's SDK from the emulator's API.
import { createAcm } from "../../lib/acm/acm";
import { bestOf, isFor } from "../../lib/acm/certificate";
import { type FreshApis, withFreshApis } from "../../packages/emulator/__tests__/fresh-apis";
import {
  armFault,
  createRecord,
  requestCertificate,
  validationRecord,
  type World,
} from "../../packages/emulator/internals/world";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const ACCOUNT = "000000000000";
const PLACE = { account: {} };
let world: World;
let env: FreshApis["env"];
withFreshApis((fresh) => {
  ({ world, env } = fresh);
});

const acm = () => createAcm({ env: env(ACCOUNT), maxAttempts: 1 });
const make = (names: readonly string[], rest: object = {}) =>
  requestCertificate(world, { account: ACCOUNT, region: "us-east-1", names, tags: {}, ...rest }).arn;

test("certificates are found by their names in any order, whatever their keys, with records without last dots", async () => {
  const names = ["example.com", "www.example.com"];
  const [first, second] = [
    make(names, { tags: { team: "mail" } }),
    make([...names].reverse(), { keyAlgorithm: "EC_prime256v1" }),
  ];
  make(["example.com"]);
  make([...names, "shop.example.com"]);
  make(names, { region: "eu-west-1" });
  const client = acm();
  const found = await client.certificates(PLACE, names);
  if ("message" in found) throw new Error(found.message);
  const { name, value } = validationRecord({ account: ACCOUNT }, "example.com");
  expect(found.map(({ arn, keyAlgorithm }) => [arn, keyAlgorithm])).toEqual([
    [first, "RSA_2048"],
    [second, "EC_prime256v1"],
  ]);
  expect(found[0]).toMatchObject({
    status: "PENDING_VALIDATION",
    type: "AMAZON_ISSUED",
    inUseBy: [],
    tags: { team: "mail" },
    validations: [
      { name: "example.com", method: "DNS", record: { name: name.slice(0, -1), target: value.slice(0, -1) } },
      { name: "www.example.com", method: "DNS" },
    ],
  });
  // The account is listed once in a run.
  await client.certificates(PLACE, ["example.com"]);
  expect(world.calls.get("acm:ListCertificates")).toBe(1);
});

test("one is found by its ARN, and one that is not there is null", async () => {
  const arn = make(["example.com"], { tags: { team: "mail" } });
  const of = (which: string) => acm().certificate({ ...PLACE, region: "us-east-1" }, which);
  expect(await of(arn)).toMatchObject({ arn, names: ["example.com"], tags: { team: "mail" } });
  expect(await of(arn.replace(/.$/, "f"))).toBeNull();
});

test("if there are several certificates, the issued one is taken, otherwise the one that was requested last", async () => {
  const arns = [make(["www.example.com"]), make(["www.example.com"])];
  const read = async () => {
    const found = await acm().certificates(PLACE, ["www.example.com"]);
    return "message" in found ? undefined : found;
  };
  const times = (await read())!.map((one, index) => ({ ...one, requested: index }));
  expect([bestOf(times)?.arn, bestOf([]), isFor({ names: ["a", "b"] }, ["b", "a", "a"])]).toEqual([
    arns[1],
    undefined,
    true,
  ]);
  expect(bestOf([{ ...times[0]!, status: "ISSUED" }, times[1]!])?.arn).toBe(arns[0]);
  const { name, value } = validationRecord({ account: ACCOUNT }, "www.example.com");
  createRecord(world, "0".repeat(32), { type: "CNAME", name: name.slice(0, -1), content: value.slice(0, -1), ttl: 1 });
  expect((await read())?.map(({ status, issued, notAfter }) => [status, notAfter! > issued!])).toEqual([
    ["ISSUED", true],
    ["ISSUED", true],
  ]);
});

test("no rights and no answer are values, which name the call and what to allow", async () => {
  armFault(world, {
    kind: "error",
    status: 400,
    code: "AccessDeniedException",
    type: "aws_acm_certificate",
    operation: "list",
  });
  expect(await acm().certificates(PLACE, ["example.com"])).toEqual({
    kind: "denied",
    message: expect.stringContaining("may not call acm:ListCertificates"),
  });
  make(["example.com"]);
  armFault(world, { kind: "cut", type: "aws_acm_certificate", operation: "read" });
  expect(await acm().certificates(PLACE, ["example.com"])).toMatchObject({ kind: "other" });
});
