// aws_acm_certificate of provider 6.25.0, for public certificates that are validated by DNS:
// https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/acm/certificate.go

import { type Diagnostic, error } from "../../protocol/diagnostic";
import { overlaySchema } from "../../protocol/schema";
import { type ObjectValue, sameValue, UNKNOWN, type Value } from "../../protocol/value";
import certificateSchema from "../../schemas/aws-acm-certificate.json";
import {
  type CertificateDetail,
  certificateTags,
  deleteCertificate,
  describeCertificate,
  renewalOf,
  requestCertificate,
  tagCertificate,
  untagCertificate,
  updateOptions,
} from "../../services/aws/acm";
import type { CertificateLogging } from "../../world/entities";
import type { FaultOperation } from "../../world/fault";
import type { ApiError } from "../../world/faults";
import { ifFound, unlessGone } from "../found";
import type { Plan } from "../plan";
import { type Context, Refusal, type ResourceType } from "../resource-type";
import { planSdk } from "../sdk-plan";
import { accountOf } from "./account";
import { importedArn, planRegion, regionOf, textOf } from "./region";
import { expectedOne, firstOf } from "./sesv2-configuration-set";
import { allTags, planTags, readTags, userTags } from "./tags";

export const NOT_FOUND = "ResourceNotFoundException";

const FORCE_NEW = [
  "certificate_authority_arn",
  "domain_name",
  "key_algorithm",
  "subject_alternative_names",
  "validation_method",
  "validation_option",
];

export const awsAcmCertificate: ResourceType = {
  name: "aws_acm_certificate",
  schema: overlaySchema(certificateSchema, {
    options: { computed: true },
    certificate_body: { unread: true },
    certificate_chain: { unread: true },
    private_key: { sensitive: true, unread: true },
  }),
  subject: ({ domain_name, id }) => textOf(domain_name) || textOf(id),

  validate(config) {
    const { domain_name: name = null, validation_method: method = null, subject_alternative_names: others } = config;
    const found: Diagnostic[] = [
      ...expectedOne("validation_method", method, ["EMAIL", "DNS", "HTTP"], ["validation_method"]),
    ];
    const names = [name, ...(Array.isArray(others) ? (others as readonly Value[]) : [])];
    if (names.some((one) => typeof one === "string" && one.endsWith(".")))
      found.push(error("invalid value for domain_name (cannot end with a period)", "", ["domain_name"]));
    for (const field of ["certificate_authority_arn", "certificate_body", "private_key", "early_renewal_duration"])
      if (config[field] !== null && config[field] !== undefined)
        found.push(error(`mailzone's emulator does not emulate ${field}`, "It has public certificates only.", [field]));
    if (name === null) found.push(error("one of `domain_name,private_key` must be specified", "", ["domain_name"]));
    if (method === "EMAIL" || method === "HTTP")
      found.push(error("mailzone's emulator validates by DNS only", "", ["validation_method"]));
    return found;
  },

  plan(context, request) {
    const { prior, config } = request;
    const plan = planSdk({ ...request, prior: sorted(prior) }, { forceNew: FORCE_NEW });
    const region = planRegion(
      context,
      withNames({ ...plan, planned: sorted(plan.planned) }, sorted(prior), config),
      prior,
    );
    return planTags(context, region, prior);
  },

  create(context, planned) {
    const { world } = context;
    const [name, method] = [textOf(planned.domain_name), textOf(planned.validation_method)];
    if (method !== "DNS")
      throw new Refusal(
        error("`certificate_authority_arn` or `validation_method` must be set when creating an ACM certificate"),
      );
    const { arn } = requestCertificate(world, {
      account: accountOf(context),
      region: regionOf(context, planned),
      names: [name, ...textsOf(planned.subject_alternative_names).filter((one) => one !== name)],
      tags: userTags(allTags(context, planned.tags!)),
      ...(typeof planned.key_algorithm === "string" && { keyAlgorithm: planned.key_algorithm }),
      logging: loggingOf(planned),
    });
    return madeState(context, arn, { ...planned, id: arn });
  },

  // After 72 hours without its records the provider takes it for gone, and the next plan makes another.
  read: (context, state) =>
    ifFound(NOT_FOUND, () => {
      const detail = describeCertificate(context.world, textOf(state.id));
      if (detail.status === "VALIDATION_TIMED_OUT") return null;
      const tags = certificateTags(context.world, detail.arn);
      return { ...certificateState(detail, state), ...readTags(context, { tags }, state) };
    }),

  update(context, prior, planned) {
    const { world } = context;
    const arn = textOf(prior.id);
    if (!sameValue(prior.tags_all!, planned.tags_all!)) {
      const [old, now] = [userTags(prior.tags_all!), userTags(planned.tags_all!)];
      const gone = Object.entries(old).flatMap(([key, value]) => (now[key] === undefined ? [{ key, value }] : []));
      const put = Object.fromEntries(Object.entries(now).filter(([key, value]) => old[key] !== value));
      if (gone.length > 0) untagCertificate(world, arn, gone);
      if (Object.keys(put).length > 0) tagCertificate(world, arn, put);
    }
    if (loggingOf(prior) !== loggingOf(planned)) updateOptions(world, arn, loggingOf(planned) ?? "ENABLED");
    return madeState(context, arn, planned);
  },

  delete(context, prior) {
    unlessGone(NOT_FOUND, () => deleteCertificate(context.world, textOf(prior.id)));
  },

  importState: importedArn,
  diagnose: (operation, value, failure) => diagnose(operation, awsAcmCertificate.subject(value), failure),
};

/** ACM adds the certificate's own name to the others, and the provider plans that; which names it will validate is known then, too. */
function withNames({ planned, requiresReplace }: Plan, prior: ObjectValue | null, config: ObjectValue): Plan {
  const name = planned.domain_name ?? null;
  const others = config.subject_alternative_names ?? null;
  if (name === UNKNOWN || others === UNKNOWN) return { planned, requiresReplace };
  const isChanged = prior !== null && (prior.domain_name !== name || others !== null);
  if (prior !== null && !isChanged) return { planned, requiresReplace };
  const names = [...new Set([textOf(name), ...textsOf(others ?? undefined)])].sort();
  const isSame = prior !== null && sameValue(prior.subject_alternative_names ?? null, names);
  const kept = requiresReplace.filter(([attribute]) => attribute !== "subject_alternative_names");
  if (isSame) return { planned: { ...planned, subject_alternative_names: names }, requiresReplace: kept };
  const options = names.map((one) => ({
    domain_name: one,
    resource_record_name: UNKNOWN,
    resource_record_type: UNKNOWN,
    resource_record_value: UNKNOWN,
  }));
  return {
    planned: { ...planned, subject_alternative_names: names, domain_validation_options: options as unknown as Value },
    requiresReplace: prior === null ? kept : [...kept, ["subject_alternative_names"]],
  };
}

/** Terraform's sets have no order. */
function sorted<T extends ObjectValue | null>(value: T): T {
  if (value === null) return value;
  const names = (value as ObjectValue).subject_alternative_names;
  return Array.isArray(names)
    ? ({ ...(value as object), subject_alternative_names: [...names].sort() } as unknown as T)
    : value;
}

function madeState(context: Context, arn: string, planned: ObjectValue): ObjectValue {
  const detail = describeCertificate(context.world, arn);
  const tags = certificateTags(context.world, arn);
  return { ...certificateState(detail, planned), ...readTags(context, { tags }, planned) };
}

function certificateState(detail: CertificateDetail, state: ObjectValue): ObjectValue {
  const { arn, region, names, status, validity, keyAlgorithm, validations, logging = "ENABLED" } = detail;
  return {
    ...state,
    id: arn,
    arn,
    region,
    domain_name: names[0] ?? "",
    subject_alternative_names: [...names].sort(),
    domain_validation_options: validations.map(({ domainName, record }) => ({
      domain_name: domainName,
      resource_record_name: record.name,
      resource_record_type: "CNAME",
      resource_record_value: record.value,
    })),
    certificate_authority_arn: "",
    early_renewal_duration: "",
    key_algorithm: keyAlgorithm,
    not_before: validity === undefined ? "" : rfc3339(validity.from),
    not_after: validity === undefined ? "" : rfc3339(validity.to),
    options: [{ certificate_transparency_logging_preference: logging, export: "DISABLED" }],
    pending_renewal: false,
    renewal_eligibility: renewalOf(detail),
    renewal_summary: [],
    status,
    type: "AMAZON_ISSUED",
    validation_emails: [],
    validation_method: "DNS",
    validation_option: [],
  };
}

function loggingOf({ options }: ObjectValue): CertificateLogging | undefined {
  const preference = textOf(firstOf(options)?.certificate_transparency_logging_preference);
  return preference === "" ? undefined : (preference as CertificateLogging);
}

/** In seconds, as Go writes it. */
function rfc3339(time: number): string {
  return new Date(time).toISOString().replace(/\.\d{3}Z$/, "Z");
}

export function textsOf(value: Value | undefined): string[] {
  return Array.isArray(value)
    ? (value as readonly Value[]).flatMap((one) => (typeof one === "string" ? [one] : []))
    : [];
}

export function diagnose(operation: FaultOperation, id: string, { status, code, message }: ApiError): Diagnostic {
  const [action, call] = {
    create: ["requesting", "RequestCertificate"],
    read: ["reading", "DescribeCertificate"],
    update: ["updating", "AddTagsToCertificate"],
    delete: ["deleting", "DeleteCertificate"],
  }[operation] as [string, string];
  return error(
    `${action} ACM Certificate (${id}): operation error ACM: ${call}, https response error StatusCode: ${status}, ${code}: ${message} (emulated)`,
  );
}
