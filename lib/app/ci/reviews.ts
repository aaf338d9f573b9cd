// Reads the reviews that plan jobs left. Code of a pull request made them.
import fs from "node:fs";
import path from "node:path";
import { parseReviewFile, type ReviewFile, ReviewFileError } from "../../ci/review-file";
import { openPlain } from "../../terraform/links";

const NAME = "review.json";
/** The limits: the bytes of a file, and the number of files. */
const LARGEST = 20 << 20;
const MOST = 300;

/**
 * The reviews in a folder and in its direct subfolders. Links are never followed. Files that cannot be used are reported, never
 * left out.
 */
export async function readReviews(
  folder: string,
): Promise<{ readonly files: readonly ReviewFile[]; readonly faults: readonly string[] }> {
  const files: ReviewFile[] = [];
  const faults: string[] = [];
  const entries = fs.existsSync(folder) ? fs.readdirSync(folder, { withFileTypes: true }) : [];
  const inside = entries.filter((entry) => entry.isDirectory()).map(({ name }) => path.join(name, NAME));
  const links = entries.filter((entry) => entry.isSymbolicLink()).map(({ name }) => name);
  for (const name of links) if (name !== NAME) faults.push(`"${name}" is a link`);
  const names = [...entries.filter(({ name }) => name === NAME).map(({ name }) => name), ...inside].sort();
  if (names.length > MOST) faults.push(`there are ${names.length} reviews, more than ${MOST}`);
  for (const name of names.slice(0, MOST)) {
    try {
      const text = await readPlain(path.join(folder, name));
      if (text !== undefined) files.push(parseReviewFile(text));
    } catch (error) {
      if (!(error instanceof ReviewFileError)) throw error;
      faults.push(`"${name}": ${error.message}`);
    }
  }
  return { files, faults };
}

/** Undefined if it does not exist, because a job left nothing. */
async function readPlain(file: string): Promise<string | undefined> {
  let handle: Awaited<ReturnType<typeof openPlain>>;
  try {
    handle = await openPlain(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new ReviewFileError(code === "ELOOP" ? "it is a link" : `it cannot be read (${code})`);
  }
  try {
    if ((await handle.stat()).size > LARGEST) throw new ReviewFileError(`it is larger than ${LARGEST >> 20} MB`);
    return (await handle.readFile()).toString("utf8");
  } finally {
    await handle.close();
  }
}
