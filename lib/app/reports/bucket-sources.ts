// The reports in an S3 bucket, into which SES's receipt rules write each message. Objects are fetched a few at a time, ahead of the reader.
import { setMaxListeners } from "node:events";
import { escapeInvisible } from "../../dns/text/escape";
import { READ_LIMITS } from "../../reports/limits";
import type { ReportSource } from "../../reports/read/read";
import { Bucket, type BucketObject } from "../../s3/bucket";
import { S3Error } from "../../s3/failure";
import { formatBucketUrl, parseBucketUrl } from "../../s3/location";
import { InterruptedError } from "../../terraform/errors";
import type { Context } from "../context";
import { Refused } from "../refused";

export interface BucketOptions {
  /** @default - of the environment, else the one that S3 tells */
  readonly region?: string;
  /** A profile of the AWS configuration files. @default - the environment's credentials */
  readonly profile?: string;
  /** Objects that were written earlier are not fetched, seconds since 1970. @default - all are */
  readonly since?: number;
}

/** Objects that are fetched ahead, and their bytes together: an object of the largest size comes alone. */
const AHEAD = 16;
const BYTES_AHEAD = 16 << 20;

/** Seconds by which a receiver's clock may be ahead: it writes its report after the report's period. */
const CLOCK_SLACK = 86_400;

/** What SES writes into the bucket when a rule is made. */
const SETUP = /(?:^|\/)AMAZON_SES_SETUP_NOTIFICATION$/;

interface Fetched {
  readonly object: BucketObject;
  readonly bytes: Promise<Buffer>;
}

/**
 * One source for each object below the prefix, by key.
 * @param url such as `s3://bucket/prefix`
 * @throws Refused if the bucket cannot be listed, or no object can be read because of the credentials or the network
 */
export async function* bucketSources(
  { env, interrupts, say }: Pick<Context, "env" | "interrupts" | "say">,
  url: string,
  { since = Number.NEGATIVE_INFINITY, ...options }: BucketOptions = {},
): AsyncGenerator<ReportSource, void> {
  const location = parseBucketUrl(url);
  if (location === undefined)
    throw new Refused(`${JSON.stringify(url)} names no bucket: write s3://BUCKET or s3://BUCKET/PREFIX`);
  const stopped = new AbortController();
  // Each object that is fetched listens to it.
  setMaxListeners(4 * AHEAD, stopped.signal);
  const stop = () => stopped.abort();
  const leave = interrupts.add({ interrupt: stop, kill: stop, expendable: true });
  const bucket = new Bucket(location, { env, ...options, limit: READ_LIMITS.file, signal: stopped.signal });
  const ahead: Fetched[] = [];
  const size = () => ahead.reduce((sum, { object }) => sum + object.size, 0);
  let older = 0;
  try {
    for await (const object of bucket.objects()) {
      if (object.key.endsWith("/") || SETUP.test(object.key)) continue;
      if (object.modified !== undefined && object.modified / 1000 < since - CLOCK_SLACK) {
        older += 1;
        continue;
      }
      while (ahead.length > 0 && (ahead.length >= AHEAD || size() + object.size > BYTES_AHEAD))
        yield sourceOf(location.bucket, ahead.shift() as Fetched);
      ahead.push(fetchObject(bucket, object));
    }
    for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) yield sourceOf(location.bucket, next);
    if (older > 0)
      say(
        `${older.toLocaleString("en-US")} objects of ${formatBucketUrl(location)} are older than --since: not fetched`,
      );
  } catch (error) {
    if (interrupts.interrupted) throw new InterruptedError();
    if (error instanceof S3Error) throw new Refused(error.message);
    throw error;
  } finally {
    stop();
    leave();
  }
}

function fetchObject(bucket: Bucket, object: BucketObject): Fetched {
  const isTooLarge = object.size > READ_LIMITS.file;
  const bytes = isTooLarge
    ? Promise.reject(new Error(`it is larger than ${READ_LIMITS.file >> 20} MB, which no report is: not fetched`))
    : bucket.read(object);
  // Whoever reads it is told.
  bytes.catch(() => {});
  return { object, bytes };
}

function sourceOf(bucket: string, { object: { key }, bytes }: Fetched): ReportSource {
  return {
    name: escapeInvisible(formatBucketUrl({ bucket, prefix: key })),
    async *pieces() {
      try {
        yield await bytes;
      } catch (error) {
        // The next one would say the same.
        if (error instanceof S3Error && error.isGeneral) throw new Refused(error.message);
        throw error;
      }
    },
  };
}
