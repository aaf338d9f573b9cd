import path from "node:path";
import type { Place } from "../context";

/** A file's path from the repository's top, with slashes; absolute if it is outside. */
export function fromTop({ cwd, env }: Pick<Place, "cwd" | "env">, file: string): string {
  const top = env.GITHUB_WORKSPACE || env.CI_PROJECT_DIR || cwd;
  const absolute = path.resolve(cwd, file);
  const relative = path.relative(top, absolute).split(path.sep).join("/");
  return relative === ".." || relative.startsWith("../") ? absolute : relative;
}
