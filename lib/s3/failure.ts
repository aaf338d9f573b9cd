// Messages for S3's errors. They contain AWS's own text only where sesFailure passes it on.
import { type CallDescription, sesFailure } from "../ses/failure";

/** Why S3 did not give what was asked for, in one line with what to do. */
export class S3Error extends Error {
  /** @param isGeneral whether every other call fails as well */
  constructor(
    message: string,
    readonly isGeneral: boolean,
  ) {
    super(message);
    this.name = "S3Error";
  }
}

/** The object was encrypted before it was written, by a key that only a client of the same kind uses. */
export class EncryptedError extends Error {}

export interface S3Call extends CallDescription {
  /** The bucket's own region, where S3 says that it is another one. @default - it does not */
  readonly bucketRegion?: string | undefined;
}

export function s3Failure(error: unknown, call: S3Call): S3Error {
  const { action, subject, region, bucketRegion } = call;
  const { name = "" } = error as { readonly name?: string };
  const what = `${action} for "${subject}" in ${region}`;
  if (error instanceof EncryptedError)
    return new S3Error(
      "it is encrypted by the KMS key of its SES receipt rule, which mailzone does not open: take the key out of the rule, and encrypt the bucket instead",
      false,
    );
  if (name === "NoSuchBucket")
    return new S3Error(`${what}: there is no such bucket: check its name, and whose credentials these are`, true);
  if (name === "NoSuchKey") return new S3Error("it is gone: it was deleted after it was listed", false);
  if (name === "InvalidObjectState")
    return new S3Error("it is in an archive of S3 (storage class): restore it, and run it again", false);
  if (bucketRegion !== undefined && bucketRegion !== region)
    return new S3Error(`${what}: the bucket is in ${bucketRegion}: write --region ${bucketRegion}`, true);
  if (name === "PermanentRedirect" || name === "AuthorizationHeaderMalformed")
    return new S3Error(`${what}: the bucket is in another region: name it with --region`, true);
  const { kind, message } = sesFailure(error, call);
  return new S3Error(message, kind === "no-credentials" || kind === "unreachable");
}
