// ACM over HTTP, held against AWS's model in the installed SDK: answers, pages, faults and refusals. long/aws-clients.test.ts has each call
// as AWS's client for Python reads it.
import * as acmModel from "@aws-sdk/client-acm";
import { ACM_CALLS } from "../../src/http/aws/acm-api";
import { operationOf, type SdkModel } from "../../src/http/aws-model/schema";
import { requestCertificate, validationRecord } from "../../src/services/aws/acm";
import { createRecord } from "../../src/services/cloudflare/records";
import { armFault } from "../../src/world/faults";
import { target } from "./aws-calls";
import { problems } from "./model-problems";
import { ACCOUNT, type ServedWorld, withServedWorld } from "./served-world";

const SDK = acmModel as unknown as SdkModel;
const KEY = { account: ACCOUNT, region: "us-east-1" };
const NO_ARN = `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/00000000-0000-4000-8000-999999999999`;
let served: ServedWorld;
withServedWorld((fresh) => {
  served = fresh;
});

const call = (operation: string, input: unknown = {}) => target(served, `CertificateManager.${operation}`, input);
const make = (names: readonly string[] = ["example.com", "*.example.com"], rest: object = {}) =>
  requestCertificate(served.world, { ...KEY, names, tags: { team: "mail" }, ...rest }).arn;
const publish = (name: string) => {
  const record = validationRecord({ account: ACCOUNT }, name);
  const [owner, content] = [record.name.slice(0, -1), record.value.slice(0, -1)];
  createRecord(served.world, "0".repeat(32), { type: "CNAME", name: owner, content, ttl: 1 });
};
const use = (arn: string) => {
  const certificate = served.world.certificates.get(arn)!;
  const inUseBy = [`arn:aws:cloudfront::${ACCOUNT}:distribution/E2QWRUHAPOMQZL`];
  served.world.commit(served.world.certificates.put(arn, { ...certificate, inUseBy }));
};

const INPUTS: Readonly<Record<string, (arn: string) => object>> = {
  RequestCertificate: () => ({ DomainName: "example.com", ValidationMethod: "DNS" }),
  DescribeCertificate: (CertificateArn) => ({ CertificateArn }),
  ListCertificates: () => ({ MaxItems: 1 }),
  DeleteCertificate: (CertificateArn) => ({ CertificateArn }),
  ListTagsForCertificate: (CertificateArn) => ({ CertificateArn }),
  AddTagsToCertificate: (CertificateArn) => ({ CertificateArn, Tags: [{ Key: "a" }] }),
  RemoveTagsFromCertificate: (CertificateArn) => ({ CertificateArn, Tags: [{ Key: "team", Value: "mail" }] }),
  UpdateCertificateOptions: (CertificateArn) => ({
    CertificateArn,
    Options: { CertificateTransparencyLoggingPreference: "DISABLED" },
  }),
};

test("each operation is tried", () => {
  expect(Object.keys(INPUTS).sort()).toEqual(Object.keys(ACM_CALLS).sort());
});

test.each(Object.keys(INPUTS))("%s answers what the model says, and nothing else", async (name) => {
  const { output } = operationOf(SDK, name);
  for (const isIssued of [false, true]) {
    const arn = make();
    if (isIssued) publish("example.com");
    const { status, body } = await call(name, INPUTS[name]!(arn));
    expect([status, problems(body, output, "")]).toEqual([200, []]);
  }
});

test("a certificate is pending with its records, then issued for whole days, and eligible for renewal once it is used", async () => {
  const arn = make();
  const read = async () => (await call("DescribeCertificate", { CertificateArn: arn })).body.Certificate;
  expect(await read()).toMatchObject({
    Status: "PENDING_VALIDATION",
    SubjectAlternativeNames: ["example.com", "*.example.com"],
    KeyAlgorithm: "RSA-2048",
    RenewalEligibility: "INELIGIBLE",
    InUseBy: [],
  });
  publish("example.com");
  const { NotBefore, NotAfter, IssuedAt, ...issued } = await read();
  const day = 86_400;
  expect([NotBefore % day, NotAfter % day, IssuedAt >= NotBefore, (NotAfter + 1 - NotBefore) / day]).toEqual([
    0,
    day - 1,
    true,
    198,
  ]);
  expect(issued).toMatchObject({ Status: "ISSUED", RenewalEligibility: "INELIGIBLE" });
  use(arn);
  expect((await read()).RenewalEligibility).toBe("ELIGIBLE");
  expect(await call("DeleteCertificate", { CertificateArn: arn })).toMatchObject({
    status: 400,
    body: { __type: "ResourceInUseException", message: expect.stringContaining("is in use") },
  });
});

test("a list has pages, only the keys that are asked for, and only the account's certificates in the region", async () => {
  const arns = [make(["a.example.com"]), make(["b.example.com"]), make(["c.example.com"])];
  make(["d.example.com"], { keyAlgorithm: "EC_prime256v1" });
  make(["e.example.com"], { region: "eu-west-1" });
  publish("b.example.com");
  const seen: string[] = [];
  let token: string | undefined;
  do {
    const { body } = await call("ListCertificates", { MaxItems: 2, ...(token && { NextToken: token }) });
    seen.push(...body.CertificateSummaryList.map((one: { CertificateArn: string }) => one.CertificateArn));
    token = body.NextToken;
  } while (token);
  expect(seen).toEqual(arns);
  const listed = async (input: object) =>
    (await call("ListCertificates", input)).body.CertificateSummaryList.map(
      (one: { DomainName: string }) => one.DomainName,
    );
  expect([
    await listed({ CertificateStatuses: ["ISSUED"] }),
    await listed({ Includes: { keyTypes: ["EC_prime256v1"] } }),
  ]).toEqual([["b.example.com"], ["d.example.com"]]);
});

test("the calls on tags and options change what they name", async () => {
  const arn = make();
  const tags = async () => (await call("ListTagsForCertificate", { CertificateArn: arn })).body.Tags;
  await call("AddTagsToCertificate", { CertificateArn: arn, Tags: [{ Key: "a", Value: "1" }, { Key: "b" }] });
  // Of a tag with another value nothing is taken.
  await call("RemoveTagsFromCertificate", { CertificateArn: arn, Tags: [{ Key: "a", Value: "2" }, { Key: "team" }] });
  expect(await tags()).toEqual([
    { Key: "a", Value: "1" },
    { Key: "b", Value: "" },
  ]);
  await call("UpdateCertificateOptions", INPUTS.UpdateCertificateOptions!(arn));
  const { Options } = (await call("DescribeCertificate", { CertificateArn: arn })).body.Certificate;
  expect(Options).toEqual({ CertificateTransparencyLoggingPreference: "DISABLED", Export: "DISABLED" });
});

test("a fault of the certificate applies to it, by its domain's name", async () => {
  const arn = make();
  armFault(served.world, {
    kind: "error",
    status: 500,
    type: "aws_acm_certificate",
    operation: "read",
    name: "example.com",
  });
  const read = () => call("DescribeCertificate", { CertificateArn: arn });
  expect([(await read()).status, (await read()).status]).toEqual([500, 200]);
});

const named = { DomainName: "example.com", ValidationMethod: "DNS" };
test.each<[string, unknown, [number, string, string]]>([
  ["RequestCertificate", {}, [400, "ValidationException", "Value null at 'domainName'"]],
  ["RequestCertificate", { ...named, DomainName: "not a name" }, [400, "ValidationException", "'domainName'"]],
  ["RequestCertificate", { ...named, DomainName: "bücher.example" }, [400, "ValidationException", "'domainName'"]],
  ["RequestCertificate", { ...named, DomainName: 7 }, [400, "SerializationException", "String"]],
  [
    "RequestCertificate",
    { ...named, SubjectAlternativeNames: [] },
    [400, "ValidationException", "greater than or equal to 1"],
  ],
  [
    "RequestCertificate",
    { ...named, SubjectAlternativeNames: Array.from({ length: 101 }, (_, n) => `n${n}.example.com`) },
    [400, "ValidationException", "less than or equal to 100"],
  ],
  [
    "RequestCertificate",
    { ...named, SubjectAlternativeNames: Array.from({ length: 100 }, (_, n) => `n${n}.example.com`) },
    [400, "LimitExceededException", "10 domain names"],
  ],
  [
    "RequestCertificate",
    { ...named, SubjectAlternativeNames: ["-x.example.com"] },
    [400, "InvalidDomainValidationOptionsException", "-x"],
  ],
  ["RequestCertificate", { ...named, KeyAlgorithm: "RSA_512" }, [400, "ValidationException", "enum value set"]],
  ["RequestCertificate", { ...named, IdempotencyToken: "a b" }, [400, "ValidationException", "idempotencyToken"]],
  ["RequestCertificate", { ...named, Tags: [{ Key: "aws:a", Value: "" }] }, [400, "InvalidTagException", "aws:"]],
  [
    "RequestCertificate",
    { ...named, Tags: [{ Key: "a\n", Value: "" }] },
    [400, "ValidationException", "tags.1.member.key"],
  ],
  ["RequestCertificate", { DomainName: "example.com" }, [501, "InvalidParameterException", "EMAIL"]],
  ["RequestCertificate", { ...named, Options: { Export: "ENABLED" } }, [501, "InvalidParameterException", "exported"]],
  ["DescribeCertificate", { CertificateArn: "x" }, [400, "ValidationException", "certificateArn"]],
  ["DescribeCertificate", { CertificateArn: NO_ARN }, [400, "ResourceNotFoundException", "Could not find"]],
  ["DeleteCertificate", { CertificateArn: NO_ARN }, [400, "ResourceNotFoundException", "Could not find"]],
  [
    "DescribeCertificate",
    { CertificateArn: NO_ARN.replace("us-east-1", "eu-west-1") },
    [400, "ResourceNotFoundException", "Could not find"],
  ],
  ["ListCertificates", { MaxItems: 0 }, [400, "ValidationException", "maxItems"]],
  ["ListCertificates", { NextToken: "xxxx" }, [400, "InvalidArgsException", "NextToken"]],
  ["ListCertificates", { SortBy: "CREATED_AT" }, [400, "ValidationException", "SortOrder"]],
  ["ListCertificates", "no JSON", [400, "SerializationException", "JSON"]],
  ["ExportCertificate", {}, [501, "UnknownOperationException", "does not emulate"]],
])("%s with %j is refused, and changes nothing", async (operation, input, [status, code, message]) => {
  make();
  const before = served.world.certificates.values();
  expect(await call(operation, input)).toMatchObject({
    status,
    body: { __type: code, message: expect.stringContaining(message) },
  });
  expect(served.world.certificates.values()).toEqual(before);
});

test("another service's target, or a key that the emulator did not make, is refused", async () => {
  expect((await target(served, "Route53Domains_v20140515.ListDomains", {})).body.__type).toBe(
    "UnknownOperationException",
  );
  const headers = { "x-amz-target": "CertificateManager.ListCertificates" };
  const answer = await fetch(served.url, { method: "POST", headers, body: "{}" });
  expect([answer.status, await answer.json()]).toMatchObject([403, { __type: "MissingAuthenticationTokenException" }]);
});
