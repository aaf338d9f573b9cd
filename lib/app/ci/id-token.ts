// Writes an identity token, which a runner puts into a variable (GitLab's id_tokens), to the file that AWS's clients need. The
// file is in a folder that only its owner can read, and exists only while it is used. In a folder that jobs share, the next job
// could read it.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Place } from "../context";

/** Runs `job` with AWS_WEB_IDENTITY_TOKEN_FILE, if MAILZONE_ID_TOKEN is set and AWS_WEB_IDENTITY_TOKEN_FILE is not. */
export async function withIdToken<C extends Pick<Place, "env">, T>(
  context: C,
  job: (inner: C) => Promise<T>,
): Promise<T> {
  const { MAILZONE_ID_TOKEN: token, ...env } = context.env;
  if (!token || env.AWS_WEB_IDENTITY_TOKEN_FILE) return job(context);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-id-"));
  try {
    const file = path.join(folder, "token");
    fs.writeFileSync(file, token, { mode: 0o600, flag: "wx" });
    return await job({ ...context, env: { ...env, AWS_WEB_IDENTITY_TOKEN_FILE: file } });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
