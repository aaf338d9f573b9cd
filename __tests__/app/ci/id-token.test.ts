// A runner's identity token is a file for as long as it is used, for its owner alone.
import fs from "node:fs";
import path from "node:path";
import { withIdToken } from "../../../lib/app/ci/id-token";
import type { Place } from "../../../lib/app/context";

const placeWith = (env: Place["env"]) => ({ env, cwd: "/" });

test("it exists while the job runs, only for its user, and is deleted afterwards, also after a failure", async () => {
  const seen: string[] = [];
  const job = async ({ env }: Pick<Place, "env">) => {
    const file = env.AWS_WEB_IDENTITY_TOKEN_FILE ?? "";
    seen.push(file);
    expect(fs.readFileSync(file, "utf8")).toBe("not-a-real-token");
    expect([fs.statSync(file).mode & 0o777, fs.statSync(path.dirname(file)).mode & 0o777]).toEqual([0o600, 0o700]);
    // No child has it in its environment, and no log.
    expect(env.MAILZONE_ID_TOKEN).toBeUndefined();
    if (seen.length > 1) throw new Error("failed");
    return 7;
  };
  const env = { MAILZONE_ID_TOKEN: "not-a-real-token", AWS_ROLE_ARN: "arn" };
  expect(await withIdToken(placeWith(env), job)).toBe(7);
  await expect(withIdToken(placeWith(env), job)).rejects.toThrow("failed");
  expect(seen[0]).not.toBe(seen[1]);
  for (const file of seen) expect(fs.existsSync(path.dirname(file))).toBe(false);
});

test("nothing is written without a token, or if a file is named already", async () => {
  const envs = [{}, { MAILZONE_ID_TOKEN: "" }, { MAILZONE_ID_TOKEN: "t", AWS_WEB_IDENTITY_TOKEN_FILE: "/elsewhere" }];
  for (const env of envs) expect(await withIdToken(placeWith(env), async (inner) => inner.env)).toBe(env);
});
