// Reports in an S3 bucket, by the whole command and AWS's own client, from a server that answers as S3 does.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { runInProcess } from "../../helpers/in-process";
import { DAY, feedback, MONDAY, mailWith } from "../../reports/samples";
import { type S3Server, startS3 } from "./s3-server";

let s3: S3Server;
let cwd: string;
beforeAll(async () => {
  cwd = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-bucket-"));
  s3 = await startS3({ page: 2 });
});
beforeEach(() => {
  s3.asked.length = 0;
  s3.objects = {};
  s3.refusal = undefined;
});
afterAll(async () => {
  await s3.close();
  fs.rmSync(cwd, { recursive: true });
});

const reports = (args: readonly string[], env: Readonly<Record<string, string>> = s3.env) =>
  runInProcess(["reports", ...args], { cwd, env: { HOME: cwd, ...env }, now: () => (MONDAY + 28 * DAY) * 1000 });
const mail = (id: string) =>
  mailWith([{ name: "a.xml.gz", type: "application/gzip", bytes: gzipSync(feedback({ id })) }]);
const answerOf = async (args: readonly string[]) => {
  const { code, stdout, stderr } = await reports([...args, "--json"]);
  const { read, unread } = JSON.parse(stdout || '{"read": {}, "unread": []}');
  return { code, read, unread, stderr };
};
const NO_CONFIGURATION = "no domains.yaml here: the advice names no settings\n";

test("all objects below the prefix are read, over several pages, in the order of their keys", async () => {
  s3.objects = {
    "dmarc/AMAZON_SES_SETUP_NOTIFICATION": { bytes: "Subject: hello\n\n" },
    "dmarc/": { bytes: "" },
    "dmarc/b": { bytes: mail("2") },
    "dmarc/a.xml": { bytes: feedback({ id: "1" }) },
    "dmarc/c d+é<&>.gz": { bytes: gzipSync(feedback({ id: "3" })) },
    "dmarc/unpacked": { bytes: gzipSync(feedback({ id: "4" })), headers: { "content-encoding": "gzip" } },
    "other/x": { bytes: "?" },
  };
  expect(await answerOf(["s3://mail/dmarc/"])).toEqual({
    code: 0,
    read: { reports: 4, duplicates: 0, outside: 0 },
    unread: [],
    stderr: NO_CONFIGURATION,
  });
  const lists = s3.asked.filter((one) => one === "GET /mail/" || one === "GET /mail");
  expect([lists.length, s3.asked.length]).toEqual([3, 7]);
});

test("an object that S3 does not give is named, and the others are read", async () => {
  s3.objects = {
    "a\u001b[31m": { bytes: "", fault: [403, "AccessDenied"] },
    b: { bytes: feedback() },
    c: { bytes: "", size: 80 << 20 },
    d: { bytes: "", fault: [404, "NoSuchKey"] },
    e: { bytes: "", fault: [403, "InvalidObjectState"] },
    f: { bytes: "x", headers: { "x-amz-meta-x-amz-key-v2": "wrapped" } },
    g: { bytes: "<html>" },
  };
  const { code, read, unread } = await answerOf(["s3://mail"]);
  expect([code, read.reports]).toEqual([0, 1]);
  const why = Object.fromEntries(unread.map((one: { where: string; why: string }) => [one.where, one.why])) as Readonly<
    Record<string, string>
  >;
  expect(why).toEqual({
    "s3://mail/a\\u001b[31m": expect.stringContaining(
      'is denied, the environment may not call s3:GetObject: allow it, "mailzone permissions" lists what is needed',
    ),
    "s3://mail/c": "cannot be read: it is larger than 64 MB, which no report is: not fetched",
    "s3://mail/d": "cannot be read: it is gone: it was deleted after it was listed",
    "s3://mail/e": "cannot be read: it is in an archive of S3 (storage class): restore it, and run it again",
    "s3://mail/f": expect.stringContaining("is encrypted by the KMS key of its SES receipt rule"),
    "s3://mail/g": "is XML, but no report: it has no <feedback>",
  });
  expect(s3.asked).not.toContain("GET /mail/c");
});

test("objects that were written before the period are not fetched", async () => {
  s3.objects = {
    old: { bytes: feedback({ id: "old" }), modified: "2026-10-01T00:00:00.000Z" },
    new: { bytes: feedback({ id: "new" }) },
  };
  const { read, stderr } = await answerOf(["s3://mail", "--since", "2026-11-01"]);
  expect(read).toEqual({ reports: 1, duplicates: 0, outside: 0 });
  expect(stderr).toContain("1 objects of s3://mail/ are older than --since: not fetched");
  expect(s3.asked).not.toContain("GET /mail/old");
});

test("a bucket in another region is read there, unless a region was named", async () => {
  s3.objects = { a: { bytes: feedback() } };
  const headers = { "x-amz-bucket-region": "eu-west-1" };
  s3.refusal = (region) => (region === "eu-west-1" ? undefined : [301, "PermanentRedirect", "", headers]);
  expect((await answerOf(["s3://mail"])).read.reports).toBe(1);
  expect((await reports(["s3://mail", "--region", "us-west-2"])).stderr).toBe(
    `${NO_CONFIGURATION}s3:ListBucket for "s3://mail/" in us-west-2: the bucket is in eu-west-1: write --region eu-west-1\n`,
  );
  s3.refusal = () => [400, "AuthorizationHeaderMalformed", "<Region>eu-west-1</Region>"];
  expect((await reports(["s3://mail", "--region", "us-west-2"])).stderr).toContain("write --region eu-west-1");
});

test.each<readonly [string, readonly string[], (server: S3Server) => void, string]>([
  [
    "that is not there",
    ["s3://none/x"],
    () => {},
    's3:ListBucket for "s3://none/x" in us-east-1: there is no such bucket: check its name, and whose credentials these are',
  ],
  [
    "that may not be listed",
    ["s3://mail/x"],
    (server) => {
      server.refusal = () => [403, "AccessDenied"];
    },
    's3:ListBucket for "s3://mail/x" in us-east-1 is denied, the environment may not call s3:ListBucket: allow it, "mailzone permissions" lists what is needed',
  ],
  [
    "of credentials that are over",
    ["s3://mail/x"],
    (server) => {
      server.refusal = () => [400, "ExpiredToken"];
    },
    's3:ListBucket for "s3://mail/x" in us-east-1 needs credentials, the environment has none that AWS takes (ExpiredToken): log in, or set AWS_PROFILE',
  ],
  [
    "whose name none has",
    ["s3://Mail_1/x"],
    () => {},
    '"s3://Mail_1/x" names no bucket: write s3://BUCKET or s3://BUCKET/PREFIX',
  ],
  [
    "with a profile that is not there",
    ["s3://mail/x", "--profile", "none"],
    () => {},
    's3:ListBucket for "s3://mail/x" in us-east-1 needs credentials, profile "none" has none that AWS takes (CredentialsProviderError): log in, or set AWS_PROFILE',
  ],
])("a bucket %s is one error, without a word of AWS's", async (_, args, set, message) => {
  set(s3);
  expect(await reports(args)).toEqual({ code: 2, stdout: "", stderr: `${NO_CONFIGURATION}${message}\n` });
});

test("credentials that end on the way end the run: the next object would say the same", async () => {
  s3.objects = { a: { bytes: feedback() }, b: { bytes: "", fault: [400, "ExpiredToken"] }, c: { bytes: feedback() } };
  const { code, stdout, stderr } = await reports(["s3://mail"]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain('s3:GetObject for "s3://mail/b" in us-east-1 needs credentials');
});

test("a step is not earned where an object was not given", async () => {
  fs.writeFileSync(
    path.join(cwd, "ladder.yaml"),
    "domains:\n  - {domain: example.com, aws: {region: us-east-1}, dmarc: {policy: none, ladder: {messages: 1}}}\n",
  );
  const day = (at: number) => {
    const begin = MONDAY + at * DAY;
    return { bytes: feedback({ id: String(at), begin, end: begin + DAY - 1 }) };
  };
  s3.objects = Object.fromEntries(Array.from({ length: 28 }, (_, at) => [String(at), day(at)]));
  const next = async () => await reports(["s3://mail", "--next", "--config", "ladder.yaml"]);
  expect((await next()).code).toBe(0);
  s3.objects.z = { bytes: "", fault: [403, "AccessDenied"] };
  const { code, stdout } = await next();
  expect(code).toBe(1);
  expect(stdout).toContain("  what 1 of the files or objects say is not known: they could not be opened or fetched\n");
});

test("a region or a profile without a bucket is refused", async () => {
  expect((await reports([".", "--region", "eu-west-1"])).stderr).toBe(
    "reports got --region, which is of a bucket, and no s3://BUCKET/PREFIX: leave it out\n",
  );
});
