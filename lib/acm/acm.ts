// ACM by AWS's SDK. Nothing is read from the process: `env` names credentials, endpoints and files. All failures are values, with SES's.
import type { CertificateDetail } from "@aws-sdk/client-acm";
import { CERTIFICATE_REGION } from "../dns/kinds/certificate";
import type { AccountRegion } from "../ses/aws/clients";
import { Calls, type CallsProps } from "../ses/calls";
import { isSesFailure } from "../ses/failure";
import type { SesFailure } from "../ses/identity";
import { type AcmCertificate, isFor } from "./certificate";

/** Where CloudFront's certificates are: an account, in us-east-1. */
export type CertificateLocation = Pick<AccountRegion, "account">;

export interface AcmClient {
  /** The certificates for exactly these names; an account may have several. */
  certificates(
    location: CertificateLocation,
    names: readonly string[],
  ): Promise<readonly AcmCertificate[] | SesFailure>;
  /** One by its ARN; null if there is none. */
  certificate(location: AccountRegion, arn: string): Promise<AcmCertificate | null | SesFailure>;
}

/** ACM lists at most 1,000 on a page; an account with more pages is read to here. */
const MAX_PAGES = 20;
/** Certificates of the same names that are looked at. */
const MAX_MATCHES = 20;

/** Each account is listed once in a run. */
export function createAcm(props: CallsProps): AcmClient {
  const calls = new Calls(props);
  const lists = new Map<string, ReturnType<typeof listOf>>();
  return {
    certificate: (location, arn) => describe(calls, location, arn),
    async certificates({ account }, names) {
      const location = { account, region: CERTIFICATE_REGION };
      const key = JSON.stringify(account);
      const listing = lists.get(key) ?? listOf(calls, location);
      lists.set(key, listing);
      const listed = await listing;
      if (isSesFailure(listed)) return listed;
      const same = listed.filter((one) => isFor(one, names)).slice(0, MAX_MATCHES);
      const found: AcmCertificate[] = [];
      for (const { arn } of same) {
        const certificate = await describe(calls, location, arn);
        if (isSesFailure(certificate)) return certificate;
        if (certificate !== null) found.push(certificate);
      }
      return found;
    },
  };
}

interface Listed {
  readonly arn: string;
  readonly names: readonly string[];
}

async function listOf(calls: Calls, location: AccountRegion): Promise<readonly Listed[] | SesFailure> {
  return calls.call(calls.describeCall(location, "acm:ListCertificates", "the account"), async () => {
    const client = await calls.clients.acm(location);
    const { KeyAlgorithm, ListCertificatesCommand } = await import("@aws-sdk/client-acm");
    const all: Listed[] = [];
    let NextToken: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      // Without the filter ACM leaves out all keys but two.
      const Includes = { keyTypes: Object.values(KeyAlgorithm) };
      const answer = await client.send(
        new ListCertificatesCommand({ Includes, MaxItems: 1000, NextToken }),
        calls.abortOptions,
      );
      for (const one of answer.CertificateSummaryList ?? []) {
        const { CertificateArn: arn, DomainName = "", SubjectAlternativeNameSummaries: names = [] } = one;
        // Of more than 100 names the list has only some.
        if (arn !== undefined && !one.HasAdditionalSubjectAlternativeNames)
          all.push({ arn, names: namesOf(DomainName, names) });
      }
      NextToken = answer.NextToken;
      if (NextToken === undefined) break;
    }
    return all;
  });
}

/** Null if there is none, or none any more. */
async function describe(
  calls: Calls,
  location: AccountRegion,
  arn: string,
): Promise<AcmCertificate | null | SesFailure> {
  return calls.call(calls.describeCall(location, "acm:DescribeCertificate", arn), async () => {
    const client = await calls.clients.acm(location);
    const { DescribeCertificateCommand, ListTagsForCertificateCommand } = await import("@aws-sdk/client-acm");
    const of = { CertificateArn: arn };
    try {
      const { Certificate: detail } = await client.send(new DescribeCertificateCommand(of), calls.abortOptions);
      if (detail === undefined) return null;
      const { Tags = [] } = await client.send(new ListTagsForCertificateCommand(of), calls.abortOptions);
      const tags = Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
      return { ...parse(arn, detail), tags };
    } catch (error) {
      if (error instanceof Error && error.name === "ResourceNotFoundException") return null;
      throw error;
    }
  });
}

function parse(arn: string, detail: CertificateDetail): AcmCertificate {
  const { DomainName = "", SubjectAlternativeNames = [], DomainValidationOptions = [], RenewalSummary } = detail;
  return {
    arn,
    names: namesOf(DomainName, SubjectAlternativeNames),
    status: detail.Status ?? "UNKNOWN",
    type: detail.Type ?? "UNKNOWN",
    failureReason: detail.FailureReason,
    requested: detail.CreatedAt?.getTime(),
    issued: detail.IssuedAt?.getTime(),
    notAfter: detail.NotAfter?.getTime(),
    inUseBy: detail.InUseBy ?? [],
    renewal:
      RenewalSummary?.RenewalStatus === undefined
        ? undefined
        : { status: RenewalSummary.RenewalStatus, reason: RenewalSummary.RenewalStatusReason },
    keyAlgorithm: (detail.KeyAlgorithm ?? "").replaceAll("-", "_"),
    validations: DomainValidationOptions.map(
      ({ DomainName: name = "", ValidationMethod, ValidationStatus, ResourceRecord }) => ({
        name: name.toLowerCase(),
        method: ValidationMethod ?? "",
        status: ValidationStatus,
        record:
          ResourceRecord?.Name === undefined || ResourceRecord.Value === undefined
            ? undefined
            : { name: bare(ResourceRecord.Name), target: bare(ResourceRecord.Value) },
      }),
    ),
  };
}

function namesOf(own: string, others: readonly string[]): readonly string[] {
  return [...new Set([own, ...others].map((name) => name.toLowerCase()))];
}

function bare(name: string): string {
  return name.replace(/\.$/, "").toLowerCase();
}
