// Certificate Manager's API: JSON, with the operation's name in the header x-amz-target. The calls that the aws provider and our own
// clients make. https://docs.aws.amazon.com/acm/latest/APIReference/API_Operations.html
import { randomUUID } from "node:crypto";
import { isJsonObject, optionalText } from "../../json";
import * as acm from "../../services/aws/acm";
import type { CertificateLogging } from "../../world/entities";
import type { CallOperation } from "../../world/fault";
import { ApiError, withFaults } from "../../world/faults";
import type { World } from "../../world/world";
import { checkInput } from "../aws-model/check";
import { ACM_LIMITS } from "../aws-model/limits";
import { type Json, operationOf, type SdkModel } from "../aws-model/schema";
import { type HttpRequest, type HttpResponse, jsonResponse, parseJsonBody } from "../routing";
import { type Caller, callerOf } from "./caller";
import { certificateJson, certificateSummary } from "./certificate-json";
import { tagsJson, tagsOf } from "./identity-json";

interface Call {
  readonly world: World;
  readonly caller: Caller;
  readonly input: Json;
  /** The ARN that the call names. */
  readonly arn: string;
}

interface AcmCall {
  readonly operation: CallOperation;
  answer(call: Call): object;
}

/** The value of x-amz-target before the operation. */
const TARGET = "CertificateManager.";
const TYPE = "application/x-amz-json-1.1";
const MAX_PAGE = 1000;

/** Every operation that is emulated. */
export const ACM_CALLS: Readonly<Record<string, AcmCall>> = {
  RequestCertificate: { operation: "create", answer: request },
  DescribeCertificate: {
    operation: "read",
    answer: ({ world, arn }) => ({ Certificate: certificateJson(acm.describeCertificate(world, arn)) }),
  },
  ListCertificates: { operation: "list", answer: list },
  DeleteCertificate: { operation: "delete", answer: ({ world, arn }) => empty(acm.deleteCertificate(world, arn)) },
  ListTagsForCertificate: {
    operation: "read",
    answer: ({ world, arn }) => ({ Tags: tagsJson(acm.certificateTags(world, arn)) }),
  },
  AddTagsToCertificate: {
    operation: "update",
    answer: ({ world, arn, input }) => empty(acm.tagCertificate(world, arn, tagsFrom(input))),
  },
  RemoveTagsFromCertificate: {
    operation: "update",
    answer: ({ world, arn, input }) => empty(acm.untagCertificate(world, arn, tagsOf(input.Tags))),
  },
  UpdateCertificateOptions: {
    operation: "update",
    answer: ({ world, arn, input }) => empty(acm.updateOptions(world, arn, loggingOf(input) ?? "ENABLED")),
  },
};

let sdkModel: Promise<SdkModel> | undefined;

export async function answerAcm(world: World, request: HttpRequest): Promise<HttpResponse> {
  const { headers, signal } = request;
  const answerHeaders = { "content-type": TYPE, "x-amzn-requestid": randomUUID() };
  try {
    const caller = callerOf(headers);
    const target = String(headers["x-amz-target"]);
    const name = target.startsWith(TARGET) ? target.slice(TARGET.length) : "";
    const call = Object.hasOwn(ACM_CALLS, name) ? ACM_CALLS[name] : undefined;
    if (call === undefined)
      throw new ApiError(501, "UnknownOperationException", `The emulator does not emulate ${target}.`);
    const input = parseJsonBody(request);
    if (input === undefined)
      throw new ApiError(400, "SerializationException", "The request body is not a JSON object.");
    sdkModel ??= import("@aws-sdk/client-acm").then((sdk): SdkModel => ({ ...sdk }));
    const sdk = await sdkModel;
    checkInput(sdk, operationOf(sdk, name), input, "ValidationException", ACM_LIMITS);
    const arn = optionalText(input.CertificateArn) ?? "";
    refuseOthers(arn, caller);
    // Terraform's faults name the certificate by its domain; what is not there has only its ARN.
    const subject = optionalText(input.DomainName) ?? world.certificates.get(arn)?.names[0] ?? arn;
    const about = { operation: call.operation, type: "aws_acm_certificate", name: subject };
    const result = await withFaults(world, about, signal, () => call.answer({ world, caller, input, arn }));
    return jsonResponse(200, result, answerHeaders);
  } catch (caught) {
    if (!(caught instanceof ApiError)) throw caught;
    const { status, code, message } = caught;
    return jsonResponse(status, { __type: code, message }, answerHeaders);
  }
}

function request({ world, caller, input }: Call): object {
  const method = optionalText(input.ValidationMethod);
  if (input.CertificateAuthorityArn !== undefined) throw notEmulated("private certificates");
  if (input.ManagedBy !== undefined) throw notEmulated("certificates that CloudFront manages");
  // ACM's own default is EMAIL.
  if (method !== "DNS") throw notEmulated(`the validation by ${method ?? "EMAIL"}`);
  const others = Array.isArray(input.SubjectAlternativeNames) ? input.SubjectAlternativeNames.map(String) : [];
  const { arn } = acm.requestCertificate(world, {
    ...caller,
    names: [String(input.DomainName), ...others],
    tags: tagsFrom(input),
    keyAlgorithm: optionalText(input.KeyAlgorithm),
    idempotencyToken: optionalText(input.IdempotencyToken),
    logging: loggingOf(input),
  });
  return { CertificateArn: arn };
}

/**
 * Without a filter for key types only those of RSA_1024 and RSA_2048: API_Filters.html. A token is the last ARN of a page.
 */
function list({ world, caller, input }: Call): object {
  const { CertificateStatuses: statuses, Includes: includes, NextToken: token, MaxItems: size = MAX_PAGE } = input;
  if ((input.SortBy === undefined) !== (input.SortOrder === undefined))
    throw new ApiError(400, "ValidationException", "SortBy and SortOrder must be given together.");
  const given = isJsonObject(includes) ? includes.keyTypes : undefined;
  const keys = Array.isArray(given) ? given.map(String) : ["RSA_1024", "RSA_2048"];
  const after = token === undefined ? "" : Buffer.from(String(token), "base64url").toString("utf8");
  if (after !== "" && !after.startsWith("arn:"))
    throw new ApiError(400, "InvalidArgsException", "The NextToken is not valid.");
  const rest = acm
    .listCertificates(world, caller)
    .filter(({ arn, status, keyAlgorithm }) => arn > after && isIn(statuses, status) && keys.includes(keyAlgorithm));
  const page = rest.slice(0, Number(size));
  const next = rest.length > page.length ? Buffer.from(page.at(-1)!.arn).toString("base64url") : undefined;
  return { CertificateSummaryList: page.map(certificateSummary), NextToken: next };
}

function isIn(statuses: unknown, status: string): boolean {
  return !Array.isArray(statuses) || statuses.length === 0 || statuses.includes(status);
}

/** ACM takes an ARN of another account or region for one that it cannot find. */
function refuseOthers(arn: string, { account, region }: Caller): void {
  const [, , , inRegion, owner] = arn.split(":");
  if (arn === "" || (inRegion === region && owner === account)) return;
  throw new ApiError(400, "ResourceNotFoundException", `Could not find certificate ${arn} in account ${account}.`);
}

function loggingOf({ Options: options }: Json): CertificateLogging | undefined {
  const given = isJsonObject(options) ? options : {};
  if (given.Export === "ENABLED") throw notEmulated("certificates that can be exported");
  return optionalText(given.CertificateTransparencyLoggingPreference) as CertificateLogging | undefined;
}

function tagsFrom({ Tags }: Json): Readonly<Record<string, string>> {
  return Object.fromEntries(tagsOf(Tags).map(({ key, value }) => [key, value ?? ""]));
}

function notEmulated(what: string): ApiError {
  return new ApiError(501, "InvalidParameterException", `The emulator does not emulate ${what}.`);
}

function empty(_nothing: unknown): object {
  return {};
}
