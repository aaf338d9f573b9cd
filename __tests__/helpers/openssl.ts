// openssl makes the certificates of tests: Node.js itself cannot.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const hasOpenssl = (() => {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

/** A test that is left out where openssl is not installed. */
export const testWithOpenssl = hasOpenssl ? test : test.skip;

export interface Certificate {
  /** PEM. */
  readonly key: string;
  readonly certificate: string;
  /** Where the certificate is. */
  readonly file: string;
}

/** A certificate that only vouches for itself, written into `folder`. */
export function makeCertificate(folder: string, name: string, days = 2): Certificate {
  const [keyFile, file] = [path.join(folder, `${name}.key`), path.join(folder, `${name}.pem`)];
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", keyFile];
  const subject = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`];
  execFileSync("openssl", ["req", "-x509", ...key, ...subject, "-days", String(days), "-out", file], {
    stdio: "ignore",
  });
  return { key: fs.readFileSync(keyFile, "utf8"), certificate: fs.readFileSync(file, "utf8"), file };
}
