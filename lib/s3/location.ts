// A place in S3 as people write it: `s3://bucket/prefix`.

export interface BucketLocation {
  readonly bucket: string;
  /** The begin of the keys; empty for the whole bucket. */
  readonly prefix: string;
}

const SCHEME = /^s3:\/\//i;

export function isBucketUrl(text: string): boolean {
  return SCHEME.test(text);
}

/**
 * Undefined if no bucket can have this name. Aliases of access points are names too.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function parseBucketUrl(url: string): BucketLocation | undefined {
  const [, bucket = "", prefix = ""] = /^([^/]*)(?:\/(.*))?$/s.exec(url.replace(SCHEME, "")) ?? [];
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) &&
    !bucket.includes("..") &&
    Buffer.byteLength(prefix) <= 1024
    ? { bucket, prefix }
    : undefined;
}

export function formatBucketUrl({ bucket, prefix }: BucketLocation): string {
  return `s3://${bucket}/${prefix}`;
}
