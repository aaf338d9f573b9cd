// Certificates of ACM: when they are issued, when they are not, and what ACM refuses.
import {
  certificateTags,
  deleteCertificate,
  describeCertificate,
  requestCertificate,
  tagCertificate,
  untagCertificate,
  validationRecord,
} from "../../src/services/aws/acm";
import { createRecord, deleteRecord } from "../../src/services/cloudflare/records";
import type { World } from "../../src/world/world";
import { withFreshWorld } from "../fresh-world";
import { errorCodeOf } from "./code-of";

const ACCOUNT = "111122223333";
const ZONE = "0".repeat(32);
const HOUR = 3_600_000;
let world: World;
withFreshWorld((fresh) => {
  world = fresh;
});

const request = (names: readonly string[], rest: object = {}) =>
  requestCertificate(world, { account: ACCOUNT, region: "us-east-1", names, tags: {}, ...rest }).arn;
const statusOf = (arn: string) => describeCertificate(world, arn).status;
const bare = (text: string) => text.replace(/\.$/, "");
const publish = (domain: string, rest: object = {}) => {
  const { name, value } = validationRecord({ account: ACCOUNT }, domain);
  return createRecord(world, ZONE, { type: "CNAME", name: bare(name), content: bare(value), ttl: 1, ...rest });
};
const caa = (tag: string, value: string, name = "example.com") =>
  createRecord(world, ZONE, { type: "CAA", name, data: { flags: 0, tag, value }, ttl: 1 });

test("it is issued once the records of all its names stand, and stays so when they go", () => {
  const arn = request(["example.com", "www.example.com", "*.example.com"]);
  expect(statusOf(arn)).toBe("PENDING_VALIDATION");
  const first = publish("example.com");
  expect(describeCertificate(world, arn).validations.map(({ status }) => status)).toEqual([
    "SUCCESS",
    "PENDING_VALIDATION",
    "SUCCESS",
  ]);
  publish("www.example.com");
  expect(statusOf(arn)).toBe("ISSUED");
  deleteRecord(world, ZONE, first.id);
  expect([statusOf(arn), describeCertificate(world, arn).validations[0]?.status]).toEqual(["ISSUED", "SUCCESS"]);
});

test("a proxied record is not found, and another target neither", () => {
  const arn = request(["a.example.com", "b.example.com"]);
  publish("a.example.com", { proxied: true });
  publish("b.example.com", { content: "_x.other.acm-validations.aws" });
  expect(describeCertificate(world, arn).validations.map(({ status }) => status)).toEqual([
    "PENDING_VALIDATION",
    "PENDING_VALIDATION",
  ]);
});

test("a name and its wildcard have one record, every certificate of an account the same, and another account another", () => {
  const record = validationRecord({ account: ACCOUNT }, "example.com");
  expect(validationRecord({ account: ACCOUNT }, "*.example.com")).toEqual(record);
  expect(validationRecord({ account: "444455556666" }, "example.com").name).not.toBe(record.name);
  expect(record.name).toMatch(/^_[0-9a-f]{32}\.example\.com\.$/);
  expect(record.value).toMatch(/^_[0-9a-f]{32}\.[a-z]{10}\.acm-validations\.aws\.$/);
  publish("example.com");
  expect(statusOf(request(["*.example.com"]))).toBe("ISSUED");
});

test("ACM stops looking after 72 hours, and what came in time counts however late it is read", () => {
  const late = request(["late.example.com"]);
  const early = request(["early.example.com"]);
  publish("early.example.com");
  world.advance(73 * HOUR);
  publish("late.example.com");
  expect([statusOf(late), statusOf(early)]).toEqual(["VALIDATION_TIMED_OUT", "ISSUED"]);
});

test.each([
  ["other issuers alone", [["issue", "ca.example.net"]], "FAILED"],
  ["nobody", [["issue", ";"]], "FAILED"],
  [
    "Amazon among others",
    [
      ["issue", "ca.example.net"],
      ["issue", "amazontrust.com"],
    ],
    "ISSUED",
  ],
  ["nothing but reports", [["iodef", "mailto:x@example.com"]], "ISSUED"],
  [
    "others for wildcards alone",
    [
      ["issue", "amazon.com"],
      ["issuewild", ";"],
    ],
    "ISSUED",
  ],
] as const)("CAA that names %s makes it %s", (_, records, status) => {
  for (const [tag, value] of records) caa(tag, value);
  publish("www.example.com");
  const arn = request(["www.example.com"]);
  expect(describeCertificate(world, arn)).toMatchObject({
    status,
    ...(status === "FAILED" && { failureReason: "CAA_ERROR" }),
  });
});

test("of several names above, the nearest CAA records decide, and issuewild for wildcards", () => {
  caa("issue", "ca.example.net");
  caa("issue", "amazon.com", "shop.example.com");
  caa("issuewild", "ca.example.net", "shop.example.com");
  publish("www.shop.example.com");
  publish("shop.example.com");
  expect(statusOf(request(["www.shop.example.com"]))).toBe("ISSUED");
  expect(statusOf(request(["*.shop.example.com"]))).toBe("FAILED");
});

test("a token makes the same request once within an hour", () => {
  const first = request(["example.com"], { idempotencyToken: "t" });
  expect(request(["example.com"], { idempotencyToken: "t" })).toBe(first);
  expect(request(["www.example.com"], { idempotencyToken: "t" })).not.toBe(first);
  world.advance(2 * HOUR);
  expect(request(["example.com"], { idempotencyToken: "t" })).not.toBe(first);
});

test("tags are added and taken away, and go with the certificate", () => {
  const arn = request(["example.com"], { tags: { a: "1" } });
  tagCertificate(world, arn, { b: "2" });
  untagCertificate(world, arn, [
    { key: "a", value: null },
    { key: "b", value: "1" },
    { key: "c", value: null },
  ]);
  expect(certificateTags(world, arn)).toEqual({ b: "2" });
  deleteCertificate(world, arn);
  expect(errorCodeOf(() => certificateTags(world, arn))).toBe("ResourceNotFoundException");
});

test("what ACM refuses", () => {
  const many = Array.from({ length: 11 }, (_, n) => `n${n}.example.com`);
  const tags = Object.fromEntries(many.flatMap((name) => many.map((other) => [`${name}${other}`, ""])));
  expect([
    errorCodeOf(() => request(["not a name"])),
    errorCodeOf(() => request(["192.0.2.1"])),
    errorCodeOf(() => request(many)),
    errorCodeOf(() => request(["example.com"], { tags })),
    errorCodeOf(() => request(["example.com"], { tags: { "aws:x": "1" } })),
    errorCodeOf(() => request(["example.com"], { keyAlgorithm: "RSA_4096" })),
    errorCodeOf(() => describeCertificate(world, "example.com")),
    errorCodeOf(() => deleteCertificate(world, `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/none`)),
  ]).toEqual([
    "InvalidDomainValidationOptionsException",
    "InvalidDomainValidationOptionsException",
    "LimitExceededException",
    "TooManyTagsException",
    "InvalidTagException",
    "ValidationException",
    "InvalidArnException",
    "ResourceNotFoundException",
  ]);
});
