// What ACM says of a certificate, in our terms.

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html */
export interface AcmCertificate {
  readonly arn: string;
  /** The first is the certificate's own. In lower case. */
  readonly names: readonly string[];
  /** Such as `ISSUED`, `PENDING_VALIDATION`, `FAILED`, `VALIDATION_TIMED_OUT`, `EXPIRED`, `REVOKED`, `INACTIVE`. */
  readonly status: string;
  /** `AMAZON_ISSUED`, `IMPORTED` or `PRIVATE`. */
  readonly type: string;
  /** Why it failed, such as `CAA_ERROR`. @default - it did not, or ACM does not say */
  readonly failureReason?: string | undefined;
  /** Milliseconds since 1970. @default - ACM does not say */
  readonly requested?: number | undefined;
  /** @default - it is not issued */
  readonly issued?: number | undefined;
  /** @default - it is not issued */
  readonly notAfter?: number | undefined;
  /** ARNs of what uses it. */
  readonly inUseBy: readonly string[];
  /** ACM's renewal, such as `PENDING_VALIDATION`, and why it failed. @default - none is under way */
  readonly renewal?: { readonly status: string; readonly reason?: string | undefined } | undefined;
  /** Such as `RSA_2048`. */
  readonly keyAlgorithm: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly validations: readonly Validation[];
}

/** How one of the names is validated. */
export interface Validation {
  readonly name: string;
  /** `DNS`, `EMAIL` or `HTTP`. */
  readonly method: string;
  /** `PENDING_VALIDATION`, `SUCCESS` or `FAILED`. @default - ACM does not say */
  readonly status?: string | undefined;
  /** The CNAME, without last dots. @default - ACM has not made it yet, or validates otherwise */
  readonly record?: { readonly name: string; readonly target: string } | undefined;
}

/** Whether a certificate is for these names and no others, in any order. */
export function isFor({ names }: Pick<AcmCertificate, "names">, wanted: readonly string[]): boolean {
  const own = new Set(names);
  return own.size === new Set(wanted).size && wanted.every((name) => own.has(name));
}

/** The one that is issued, else the one that was requested last: several may have the same names. Undefined of none. */
export function bestOf(certificates: readonly AcmCertificate[]): AcmCertificate | undefined {
  const rank = ({ status, requested = 0 }: AcmCertificate) =>
    status === "ISSUED" ? Number.MAX_SAFE_INTEGER : requested;
  return certificates.toSorted((a, b) => rank(b) - rank(a))[0];
}
