// RSA keys take long to make and differ in nothing that a test looks at: one of each length serves all files of a run.
import { generateKeyPairSync } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { RUN_FOLDER } from "./setup";

/** The private key as PKCS #8 in PEM, the public one as SubjectPublicKeyInfo in base64. */
export interface RsaPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** @param bits the length of its modulus */
export function rsaPair(bits: number): RsaPair {
  const folder = process.env[RUN_FOLDER];
  // A script that makes goldens is no run.
  if (folder === undefined) return generated(bits);
  const file = path.join(folder, `rsa-${bits}.json`);
  if (!fs.existsSync(file)) {
    const draft = `${file}.${process.pid}`;
    fs.writeFileSync(draft, JSON.stringify(generated(bits)));
    try {
      fs.linkSync(draft, file);
    } catch (error) {
      // Another worker was first, and all use what is there.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  return JSON.parse(fs.readFileSync(file, "utf8")) as RsaPair;
}

function generated(bits: number): RsaPair {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    modulusLength: bits,
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return { privateKey, publicKey: publicKey.toString("base64") };
}
