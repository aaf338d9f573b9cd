// aws_acm_certificate_validation of provider 6.25.0: no thing of ACM's, but what waits until a certificate is issued.
// https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/acm/certificate_validation.go
import { error } from "../../protocol/diagnostic";
import { overlaySchema } from "../../protocol/schema";
import { isObject, type ObjectValue } from "../../protocol/value";
import validationSchema from "../../schemas/aws-acm-certificate-validation.json";
import { type CertificateDetail, describeCertificate } from "../../services/aws/acm";
import { ifFound } from "../found";
import { Refusal, type ResourceType } from "../resource-type";
import { planSdk } from "../sdk-plan";
import { sdkTimeouts } from "../sdk-state";
import { diagnose, NOT_FOUND, textsOf } from "./acm";
import { planRegion, textOf } from "./region";

/** What the emulator can issue is issued at once; for anything else it says at once what the provider says after its timeout. */
export const awsAcmCertificateValidation: ResourceType = {
  name: "aws_acm_certificate_validation",
  schema: overlaySchema(validationSchema),
  subject: ({ certificate_arn, id }) => textOf(certificate_arn) || textOf(id),

  plan(context, request) {
    const rules = { forceNew: ["certificate_arn", "validation_record_fqdns"] };
    return planRegion(context, planSdk(request, rules), request.prior);
  },

  create(context, planned) {
    const arn = textOf(planned.certificate_arn);
    const detail = describeCertificate(context.world, arn);
    const given = new Set(textsOf(planned.validation_record_fqdns).map((name) => name.replace(/\.$/, "")));
    const missing = detail.validations.filter(({ record }) => !given.has(record.name.replace(/\.$/, "")));
    if (given.size > 0 && missing.length > 0) {
      const lines = missing.map(
        ({ domainName, record }) => `missing ${domainName} DNS validation record: ${record.name.replace(/\.$/, "")}`,
      );
      throw new Refusal(error(lines.join("\n")));
    }
    if (detail.status !== "ISSUED")
      throw new Refusal(error(`waiting for ACM Certificate (${arn}) to be issued: ${reasonOf(detail, planned)}`));
    return { ...planned, id: goTime(detail.issued ?? 0), certificate_arn: arn };
  },

  read: (context, state) =>
    ifFound(NOT_FOUND, () => {
      const { arn, status } = describeCertificate(context.world, textOf(state.certificate_arn));
      return status === "ISSUED" ? { ...state, certificate_arn: arn } : null;
    }),

  update: (_context, _prior, planned) => planned,
  /** Terraform only forgets it. */
  delete() {},
  importState: (_context, id) => ({ id }),
  privateState: (planned) => sdkTimeouts({ create: timeoutOf(planned) * 1_000_000 }),
  diagnose: (operation, value, failure) => diagnose(operation, awsAcmCertificateValidation.subject(value), failure),
};

function reasonOf({ status, failureReason }: CertificateDetail, planned: ObjectValue): string {
  const state = `unexpected state '${status}', wanted target 'ISSUED'. last error: ${failureReason ?? "%!s(<nil>)"}`;
  return status === "PENDING_VALIDATION"
    ? `timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: ${goDuration(timeoutOf(planned))})`
    : state;
}

/** Milliseconds that the provider waits. */
function timeoutOf({ timeouts = null }: ObjectValue): number {
  const given = isObject(timeouts) ? textOf(timeouts.create) : "";
  return given === "" ? 75 * MINUTE : parseGoDuration(given);
}

const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = { h: 60 * MINUTE, m: MINUTE, s: 1000, ms: 1 };

/** Such as `1h15m`. */
function parseGoDuration(text: string): number {
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[hms])/gy)].reduce(
    (sum, [, count, unit = ""]) => sum + Number(count) * (UNITS[unit] ?? 0),
    0,
  );
}

/** Such as `1h15m0s`. */
function goDuration(milliseconds: number): string {
  const [hours, minutes] = [Math.floor(milliseconds / (60 * MINUTE)), Math.floor(milliseconds / MINUTE) % 60];
  const seconds = (milliseconds % MINUTE) / 1000;
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}

/** Such as `2026-11-29 23:13:08.888 +0000 UTC`. */
function goTime(time: number): string {
  const text = new Date(time).toISOString().replace("T", " ");
  return `${text.replace(/\.?0*Z$/, "")} +0000 UTC`;
}
