// A bucket as a stranger serves it: moto's S3, which lists in pages, has regions and knows the credentials' rights.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { runInProcess } from "../helpers/in-process";
import { describeWithPython, type PythonServer, startPython } from "../helpers/python";
import { DAY, feedback, MONDAY, mailWith } from "../reports/samples";

const KEYS = { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "not-a-secret" };

describeWithPython("moto's S3", () => {
  let server: PythonServer;
  let cwd: string;
  beforeAll(async () => {
    server = await startPython(["-m", "moto.server", "-p", "0", "-H", "127.0.0.1"]);
    cwd = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-bucket-"));
    const client = new S3Client({
      region: "eu-west-1",
      endpoint: server.url,
      forcePathStyle: true,
      credentials: { accessKeyId: KEYS.AWS_ACCESS_KEY_ID, secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY },
    });
    const Bucket = "example-reports";
    await client.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }),
    );
    const put = (Key: string, Body: Buffer | string, ContentEncoding?: string) =>
      client.send(new PutObjectCommand({ Bucket, Key, Body, ContentEncoding }));
    // More than a page of 1,000.
    for (let at = 0; at < 1100; at += 50)
      await Promise.all(
        Array.from({ length: 50 }, (_, index) => {
          const begin = MONDAY + ((at + index) % 28) * DAY;
          const xml = feedback({ id: String(at + index), begin, end: begin + DAY - 1 });
          const bytes = gzipSync(xml);
          const mail = mailWith([{ name: "a.xml.gz", type: "application/gzip", bytes }]);
          return index % 2 === 0 ? put(`dmarc/${at + index}`, mail) : put(`dmarc/${at + index} é+&.gz`, bytes, "gzip");
        }),
      );
    await put("dmarc/AMAZON_SES_SETUP_NOTIFICATION", "Subject: x\n\nx");
    await put("dmarc-other/x", "?");
    client.destroy();
  });
  afterAll(async () => {
    await server.stop();
    fs.rmSync(cwd, { recursive: true });
  });

  const reports = (...args: string[]) =>
    runInProcess(["reports", ...args], {
      cwd,
      env: { HOME: cwd, AWS_ENDPOINT_URL_S3: server.url, ...KEYS },
      now: () => (MONDAY + 28 * DAY) * 1000,
    });

  test("1,100 objects are read to the last, over pages, with any key and encoding", async () => {
    const { code, stdout } = await reports("s3://example-reports/dmarc/", "--json");
    const { read, domains, unread } = JSON.parse(stdout);
    expect([code, read, unread]).toEqual([0, { reports: 1100, duplicates: 0, outside: 0 }, []]);
    expect(domains[0].messages).toBe(1100 * 90);
  });

  test("a bucket that is not there, and a prefix without objects, are said", async () => {
    expect((await reports("s3://example-none/")).stderr).toContain("there is no such bucket: check its name");
    const { code, stdout } = await reports("s3://example-reports/none/");
    expect([code, stdout]).toEqual([2, "0 reports\n"]);
  });
});
