// The least policy for whoever reads reports from a bucket: `mailzone reports s3://bucket/prefix`.
import { escapePattern, type PolicyDocument, type Statement } from "./policy";
import { branchTrust, type TrustPolicy, type TrustProps } from "./trust";

/** The role of the job that proposes the next step. */
export const REPORTS_ROLE = "mailzone-reports";

export interface ReportsReaderProps {
  readonly bucket: string;
  /** The begin of the keys; empty for the whole bucket. */
  readonly prefix: string;
  /** @default aws */
  readonly partition?: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export function reportsPolicy({ bucket, prefix, partition = "aws" }: ReportsReaderProps): PolicyDocument {
  const arn = `arn:${partition}:s3:::${bucket}`;
  const keys = `${escapePattern(prefix)}*`;
  const list: Statement = { Sid: "ListReports", Effect: "Allow", Action: ["s3:ListBucket"], Resource: [arn] };
  return {
    Version: "2012-10-17",
    Statement: [
      prefix === "" ? list : { ...list, Condition: { StringLike: { "s3:prefix": keys } } },
      { Sid: "ReadReports", Effect: "Allow", Action: ["s3:GetObject"], Resource: [`${arn}/${keys}`] },
    ],
  };
}

/** Jobs of the repository, on its branch alone: nobody else's code reads the reports. */
export function reportsTrust(trust: TrustProps, account: string, partition = "aws"): TrustPolicy {
  return { Version: "2012-10-17", Statement: [branchTrust(trust, account, partition)] };
}
