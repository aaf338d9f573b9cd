// Where reports are: files that are named, all in a folder, stdin, and the objects of a bucket. Nothing is written, and nothing is sent anywhere.
import fs from "node:fs";
import path from "node:path";
import { escapeInvisible } from "../../dns/text/escape";
import { codeMeaning } from "../../files/faults";
import type { ReportSource } from "../../reports/read/read";
import { isBucketUrl } from "../../s3/location";
import type { Context } from "../context";
import { Refused } from "../refused";
import { type BucketOptions, bucketSources } from "./bucket-sources";

/**
 * The sources of the paths, in the order of the paths, in folders by name. Links in a folder are not followed: they may lead in a circle, or out of it.
 * @param options of buckets, `s3://bucket/prefix`
 * @throws Refused if a path is not there, or a bucket cannot be listed
 */
export async function* reportSources(
  context: Pick<Context, "cwd" | "stdin" | "env" | "interrupts" | "say">,
  paths: readonly string[],
  options: BucketOptions = {},
): AsyncGenerator<ReportSource, void> {
  const { cwd, stdin } = context;
  const named = paths.map((name) => ({
    name,
    full: path.resolve(cwd, name),
    isFolder: name !== "-" && !isBucketUrl(name) && isFolder(cwd, name),
  }));
  for (const { name, full, isFolder } of named) {
    if (name === "-") yield { name: "stdin", pieces: stdin };
    else if (isBucketUrl(name)) yield* bucketSources(context, name, options);
    else if (isFolder) yield* folderSources(full, name);
    else yield fileSource(full, name);
  }
}

function isFolder(cwd: string, name: string): boolean {
  try {
    return fs.statSync(path.resolve(cwd, name)).isDirectory();
  } catch (error) {
    throw new Refused(
      `cannot read ${JSON.stringify(name)}: ${codeMeaning((error as NodeJS.ErrnoException).code)}: name files, folders or s3://BUCKET/PREFIX with reports, or - for stdin`,
    );
  }
}

function* folderSources(folder: string, name: string): Generator<ReportSource, void> {
  let entries: fs.Dirent[];
  try {
    entries = fs.readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    yield failedSource(name, error);
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const [full, shown] = [path.join(folder, entry.name), path.join(name, entry.name)];
    // Files that no one put there to be read: of Git, of editors, of macOS.
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory()) yield* folderSources(full, shown);
    else if (entry.isFile()) yield fileSource(full, shown);
  }
}

function fileSource(file: string, name: string): ReportSource {
  return {
    name: escapeInvisible(name),
    async *pieces() {
      try {
        yield* fs.createReadStream(file, { highWaterMark: 1 << 18 });
      } catch (error) {
        throw new Error(codeMeaning((error as NodeJS.ErrnoException).code));
      }
    },
  };
}

function failedSource(name: string, error: unknown): ReportSource {
  return {
    name: escapeInvisible(name),
    pieces: () => {
      throw new Error(codeMeaning((error as NodeJS.ErrnoException).code));
    },
  };
}
