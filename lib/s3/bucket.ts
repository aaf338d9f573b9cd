// The objects of a bucket, listed and read by AWS's client. Nothing is written.
import type { S3Client } from "@aws-sdk/client-s3";
import type { Environment } from "../net/proxy";
import { credentialProvider, credentialSource } from "../ses/aws/credentials";
import { endpointOf, requestHandler } from "../ses/aws/requests";
import { EncryptedError, s3Failure } from "./failure";
import { type BucketLocation, formatBucketUrl } from "./location";

export interface BucketProps {
  /** The environment that names credentials, files and endpoints: AWS_PROFILE, AWS_ENDPOINT_URL_S3 and so on. */
  readonly env: Environment;
  /** @default - AWS_REGION, AWS_DEFAULT_REGION, else us-east-1: S3 tells the bucket's own region */
  readonly region?: string | undefined;
  /** A profile of the AWS configuration files. @default - the environment's credentials */
  readonly profile?: string | undefined;
  /** Bytes of an object that is read. */
  readonly limit: number;
  /** Aborts what is under way. @default - none */
  readonly signal?: AbortSignal;
  /** Milliseconds for one object. @default 120000 */
  readonly timeout?: number;
  /** Attempts of a call. @default 3 */
  readonly maxAttempts?: number;
}

export interface BucketObject {
  readonly key: string;
  /** Bytes, as the list says. */
  readonly size: number;
  /** When it was written, milliseconds since 1970. @default - the list does not say */
  readonly modified?: number;
}

/** Objects in one page of a list; S3 gives no more. */
const PAGE = 1000;

export class Bucket {
  readonly #location: BucketLocation;
  readonly #props: BucketProps;
  readonly #credentials: string;
  #region: string;
  #client: Promise<S3Client>;

  constructor(location: BucketLocation, props: BucketProps) {
    const { env, region, profile } = props;
    this.#location = location;
    this.#props = props;
    this.#credentials = credentialSource(profile === undefined ? {} : { profile }, "plan");
    this.#region = region ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION || "us-east-1");
    this.#client = this.#connect();
  }

  /**
   * All objects below the prefix, by key, a page at a time.
   * @throws S3Error, one line without credentials
   */
  async *objects(): AsyncGenerator<BucketObject, void> {
    const { bucket, prefix } = this.#location;
    let token: string | undefined;
    do {
      const { Contents = [], NextContinuationToken, IsTruncated } = await this.#list(bucket, prefix, token);
      for (const { Key, Size = 0, LastModified } of Contents)
        if (Key !== undefined) yield { key: Key, size: Size, modified: LastModified?.getTime() };
      token = IsTruncated ? NextContinuationToken : undefined;
    } while (token !== undefined);
  }

  /** @throws S3Error, one line without credentials */
  async read({ key }: Pick<BucketObject, "key">): Promise<Buffer> {
    const { GetObjectCommand } = await import("@aws-sdk/client-s3");
    const url = formatBucketUrl({ ...this.#location, prefix: key });
    try {
      const { Body, Metadata = {} } = await (await this.#client).send(
        new GetObjectCommand({ Bucket: this.#location.bucket, Key: key }),
        this.#abort,
      );
      // https://docs.aws.amazon.com/amazon-s3-encryption-client/latest/developerguide/concepts.html
      if ("x-amz-key-v2" in Metadata || "x-amz-key" in Metadata || "x-amz-3" in Metadata) throw new EncryptedError();
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    } catch (error) {
      throw s3Failure(error, this.#call("s3:GetObject", url));
    }
  }

  async #list(bucket: string, prefix: string, token: string | undefined) {
    const { ListObjectsV2Command } = await import("@aws-sdk/client-s3");
    const command = () =>
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: PAGE, ContinuationToken: token });
    try {
      return await (await this.#client).send(command(), this.#abort).catch(async (error: unknown) => {
        const region = regionIn(error);
        // Only where nobody named a region: another one than asked for may be a mistake in the bucket's name.
        if (region === undefined || this.#props.region !== undefined || region === this.#region) throw error;
        this.#region = region;
        this.#client = this.#connect();
        return (await this.#client).send(command(), this.#abort);
      });
    } catch (error) {
      const region = regionIn(error);
      throw s3Failure(error, { ...this.#call("s3:ListBucket", formatBucketUrl(this.#location)), bucketRegion: region });
    }
  }

  async #connect(): Promise<S3Client> {
    const { env, profile, limit, timeout = 120_000, maxAttempts = 3 } = this.#props;
    const location = { account: profile === undefined ? {} : { profile }, region: this.#region };
    const endpoint = endpointOf(env, "S3");
    const [{ S3Client }, credentials] = await Promise.all([
      import("@aws-sdk/client-s3"),
      credentialProvider({ env, timeout, purpose: "plan" }, location),
    ]);
    return new S3Client({
      region: this.#region,
      credentials,
      maxAttempts,
      endpoint,
      // Other servers have no host for each bucket.
      forcePathStyle: endpoint !== undefined,
      // TLS keeps the bytes whole. The client would compare a checksum of the compressed ones with what was unpacked on the way.
      responseChecksumValidation: "WHEN_REQUIRED",
      requestHandler: requestHandler(env, timeout, { limit, isStream: true }),
      ...(endpoint !== undefined && { useFipsEndpoint: false, useDualstackEndpoint: false }),
      useArnRegion: false,
      disableMultiregionAccessPoints: true,
    });
  }

  get #abort(): { readonly abortSignal?: AbortSignal } {
    const { signal } = this.#props;
    return signal === undefined ? {} : { abortSignal: signal };
  }

  #call(action: string, subject: string) {
    return { action, subject, region: this.#region, credentials: this.#credentials };
  }
}

/** The bucket's own region, where S3 says that it is another one. */
function regionIn(error: unknown): string | undefined {
  const { $response, Region } = error as {
    readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
    readonly Region?: string;
  };
  const region = $response?.headers?.["x-amz-bucket-region"] ?? Region;
  return region !== undefined && /^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/.test(region) ? region : undefined;
}
