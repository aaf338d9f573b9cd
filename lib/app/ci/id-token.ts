// An identity token that a runner puts into a variable (GitLab's id_tokens), as the file that AWS's clients want: in a folder of its
// own that only its owner sees, and only for as long as it is used. A place that jobs share would keep it for the next.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Place } from "../context";

/** Runs `job` with AWS_WEB_IDENTITY_TOKEN_FILE, where MAILZONE_ID_TOKEN is set and it is not. */
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
