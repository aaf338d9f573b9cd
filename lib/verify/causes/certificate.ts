// What ACM says of the website's certificate. As long as one of its records is missing in DNS, that is the cause why it is not issued; a
// proxied one and a CAA record have causes of their own too.
import { type AcmCertificate, bestOf } from "../../acm/certificate";
import { quotedList } from "../text";
import { type CheckContext, isPublished, type ObservedEntry, type Problem, problem, withPurpose } from "./problem";

const DAY = 86_400_000;
/** ACM begins to renew 45 days before a certificate of 198 days ends; at half of that something is wrong (ACM User Guide, Managed renewal). */
const RENEWED_BY = 22 * DAY;

export function checkCertificate(entry: ObservedEntry, { now }: CheckContext): readonly Problem[] {
  const { certificates, domain, config } = entry;
  if (certificates === undefined || config?.certificate === undefined) return [];
  const names = quotedList(config.certificate.names);
  const seen = withPurpose(entry, "certificate");
  const records = seen.map(({ record }) => record);
  const best = bestOf(certificates);
  if (best === undefined)
    return [
      problem("certificate-absent", domain, records, {
        message: `ACM has no certificate for ${names} in us-east-1`,
        fix: "run mailzone apply; if it was applied, these credentials lead to another account",
      }),
    ];
  if (best.status === "ISSUED") return renewalProblems(best, domain, records, now());
  if (best.status !== "PENDING_VALIDATION")
    return [
      problem("certificate-failed", domain, records, {
        message: `ACM's certificate for ${names} ${stateOf(best)}`,
        fix: remedyOf(best),
      }),
    ];
  if (!seen.every(isPublished)) return [];
  const open = best.validations.filter(({ status }) => status !== "SUCCESS").map(({ name }) => name);
  const waiting =
    open.length === 0
      ? ""
      : `: it has not yet seen the ${open.length === 1 ? "record" : "records"} of ${quotedList(open)}`;
  return [
    problem("certificate-pending", domain, records, {
      message: `the records for the certificate for ${names} are right in DNS, and ACM has not issued it yet${waiting}`,
      fix: "wait: it usually takes half an hour; ACM gives up 72 hours after the request",
    }),
  ];
}

type Records = Parameters<typeof problem>[2];

function renewalProblems(
  certificate: AcmCertificate,
  domain: string,
  records: Records,
  now: number,
): readonly Problem[] {
  const { arn, notAfter, renewal, inUseBy, issued = now } = certificate;
  const end = notAfter === undefined ? "an unknown day" : new Date(notAfter).toISOString().slice(0, 10);
  const told = (message: string, fix: string, severity?: "error") =>
    problem("certificate-renewal", domain, records, {
      message: `the certificate ${quotedList([arn])} ${message}`,
      fix,
      severity,
    });
  if (notAfter !== undefined && notAfter <= now)
    return [told(`has ended on ${end}`, "find out why ACM did not renew it, then request another", "error")];
  if (renewal?.status === "FAILED" || renewal?.status === "PENDING_VALIDATION")
    return [
      told(
        `is not renewed and ends on ${end}: ACM says ${quotedList([renewal.status, renewal.reason ?? []].flat())}`,
        "let its records stand in DNS as ACM wants them, not proxied, and CAA records let Amazon issue",
      ),
    ];
  if (inUseBy.length === 0 && now - issued > DAY)
    return [
      told(
        `is used by nothing, so ACM does not renew it, and it ends on ${end}`,
        "put its ARN, which is in the output certificates, into the distribution",
      ),
    ];
  if (notAfter !== undefined && notAfter - now < RENEWED_BY)
    return [
      told(`ends on ${end} and is not renewed yet`, "look at it in the ACM console: its renewal should have begun"),
    ];
  return [];
}

function stateOf({ status, failureReason }: AcmCertificate): string {
  const reason = failureReason === undefined ? "" : `, and ACM says ${quotedList([failureReason])}`;
  const words: Readonly<Record<string, string>> = {
    FAILED: "has failed",
    VALIDATION_TIMED_OUT: "was not issued: its records were not there within 72 hours",
    EXPIRED: "has expired",
    REVOKED: "is revoked",
    INACTIVE: "is inactive",
  };
  return `${words[status] ?? `is in a state that mailzone does not know, ${quotedList([status])}`}${reason}`;
}

/** Terraform's provider requests another only where the records were late; a failed one it takes for a certificate. */
function remedyOf({ status, failureReason, arn }: AcmCertificate): string {
  if (status === "VALIDATION_TIMED_OUT")
    return "correct the records, then run mailzone plan and apply, which request another";
  const first = failureReason === "CAA_ERROR" ? "let CAA records allow amazon.com, then " : "";
  return `${first}delete ${quotedList([arn])} in the ACM console and run mailzone plan and apply, which request another`;
}
