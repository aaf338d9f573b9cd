// AWS's query protocol: the request is a form, the answer XML. Four services use it: the older SES API, for calls that the newer one
// lacks, STS, IAM and SNS.
// https://docs.aws.amazon.com/ses/latest/APIReference/ and https://docs.aws.amazon.com/STS/latest/APIReference/
import { randomUUID } from "node:crypto";
import { isJsonObject } from "../../json";
import { verifyDomainDkim } from "../../services/aws/ses-calls";
import { callerIdentity } from "../../services/aws/sts";
import { ApiError, withFaults } from "../../world/faults";
import type { World } from "../../world/world";
import { checkInput } from "../aws-model/check";
import { LIMITS } from "../aws-model/limits";
import { type Json, operationOf, type SdkModel, type Shape } from "../aws-model/schema";
import type { HttpRequest, HttpResponse } from "../routing";
import { type Caller, callerOf, emulatedCredentials } from "./caller";
import { IAM_ACTIONS } from "./iam-actions";
import type { Action } from "./query-action";
import { SNS_ACTIONS } from "./sns-actions";
import { type Xml, xmlResponse } from "./xml";

const SES = "http://ses.amazonaws.com/doc/2010-12-01/";
const STS = "https://sts.amazonaws.com/doc/2011-06-15/";

/** Every action that is emulated. */
export const QUERY_ACTIONS: Readonly<Record<string, Action>> = {
  VerifyDomainDkim: {
    namespace: SES,
    sdk: "ses",
    limits: LIMITS,
    type: "aws_sesv2_email_identity",
    operation: "update",
    subjectField: "Domain",
    answer: (world, caller, input) => ({
      DkimTokens: verifyDomainDkim(world, { ...caller, name: String(input.Domain) }),
    }),
  },
  AssumeRole: {
    namespace: STS,
    sdk: "sts",
    limits: LIMITS,
    type: "sts",
    operation: "create",
    subjectField: "RoleArn",
    answer: assumeRole,
  },
  GetCallerIdentity: {
    namespace: STS,
    sdk: "sts",
    limits: LIMITS,
    type: "sts",
    operation: "read",
    subjectField: "",
    answer: (world, { account }) => {
      const { arn, userId } = callerIdentity(world, { account });
      return { Arn: arn, UserId: userId, Account: account };
    },
  },
  ...IAM_ACTIONS,
  ...SNS_ACTIONS,
};

export async function answerQuery(world: World, { headers, body, signal }: HttpRequest): Promise<HttpResponse> {
  const form = new URLSearchParams(body.toString("utf8"));
  const name = form.get("Action") ?? "";
  const action = actionOf(name, form.get("Version"));
  const id = { RequestId: randomUUID() };
  try {
    const caller = callerOf(headers);
    if (action === undefined) throw new ApiError(501, "InvalidAction", `The emulator does not emulate ${name}.`);
    const { type, operation, subjectField } = action;
    const input = await checkedInput(form, name, action);
    const subject = { operation, type, name: form.get(subjectField) ?? "" };
    const result = await withFaults(world, subject, signal, () => action.answer(world, caller, input));
    const xml = { [`${name}Result`]: result, ResponseMetadata: id };
    return xmlResponse(200, `${name}Response`, action.namespace, xml);
  } catch (caught) {
    if (!(caught instanceof ApiError)) throw caught;
    const { status, code, message } = caught;
    const error = { Type: status < 500 ? "Sender" : "Receiver", Code: queryCode(code), Message: message };
    return xmlResponse(status, "ErrorResponse", action?.namespace ?? SES, { Error: error, ...id });
  }
}

/** Services have actions of the same name, such as TagResource. The version, at the end of the namespace, tells them apart. */
function actionOf(name: string, version: string | null): Action | undefined {
  const action = Object.hasOwn(QUERY_ACTIONS, name) ? QUERY_ACTIONS[name] : undefined;
  return version === null || action?.namespace.endsWith(`/${version}/`) ? action : undefined;
}

/** Returns credentials for the role's account. */
function assumeRole(world: World, _caller: Caller, input: Json): Xml {
  const arn = String(input.RoleArn);
  world.noteCall(`sts:AssumeRole ${arn}`);
  const session = String(input.RoleSessionName);
  const [, account, role] = /^arn:[^:]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (account === undefined) throw new ApiError(400, "ValidationError", `${arn} is invalid`);
  const { accessKeyId, secretAccessKey } = emulatedCredentials(account);
  const seconds = Number(input.DurationSeconds ?? 3600);
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: "sandbox-session",
      Expiration: world.timestamp(world.now() + seconds * 1000),
    },
    AssumedRoleUser: {
      AssumedRoleId: `AROASANDBOX:${session}`,
      Arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    },
  };
}

async function checkedInput(form: URLSearchParams, name: string, { sdk, limits }: Action): Promise<Json> {
  const model = await MODELS[sdk]();
  const operation = operationOf(model, name);
  const input = typed(nestedInput(form), operation.input) as Json;
  checkInput(model, operation, input, "ValidationError", limits);
  return input;
}

/** No call of these services goes so deep; without a limit one long name would exhaust the stack. */
const MAX_DEPTH = 32;

/**
 * All fields, with lists, structures and maps: `Tags.member.1.Key=team` is the first tag's key, `Attributes.entry.1.key=Policy` the
 * first key of a map.
 */
function nestedInput(form: URLSearchParams): Json {
  const root = new Map<string, unknown>();
  for (const [name, value] of form) {
    const parts = name.split(".");
    if (parts.length > MAX_DEPTH) continue;
    let at = root;
    for (const part of parts.slice(0, -1)) {
      const inner = at.get(part);
      const next = inner instanceof Map ? inner : new Map<string, unknown>();
      at.set(part, next);
      at = next;
    }
    at.set(parts.at(-1) ?? "", value);
  }
  return plain(root) as Json;
}

function plain(value: unknown): unknown {
  if (!(value instanceof Map)) return value;
  const members: unknown = value.get("member");
  if (members instanceof Map) return [...members.values()].map(plain);
  const entries: unknown = value.get("entry");
  if (entries instanceof Map) {
    const pairs = [...entries.values()].map((entry) => plain(entry) as Json);
    return Object.fromEntries(pairs.map((pair) => [pair.key, pair.value]));
  }
  return Object.fromEntries([...value].map(([name, one]) => [name, plain(one)]));
}

/**
 * Texts as numbers, booleans, lists and maps, where the model wants them, without the members that it does not know: AWS ignores them.
 * What cannot be one stays as it is, for checkInput to refuse.
 */
function typed(value: unknown, shape: Shape): unknown {
  if (shape.kind === "number") return /^-?\d{1,9}$/.test(String(value)) ? Number(value) : value;
  if (shape.kind === "boolean") return value === "true" ? true : value === "false" ? false : value;
  if (shape.kind === "list") {
    // An empty list or map is sent as an empty field.
    if (value === "") return [];
    return Array.isArray(value) ? value.map((one) => typed(one, shape.of)) : value;
  }
  if (shape.kind === "map" && value === "") return {};
  if (!isJsonObject(value)) return value;
  if (shape.kind === "map") {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, typed(one, shape.of)]));
  }
  if (shape.kind !== "structure") return value;
  const given = Object.entries(shape.members).filter(([name]) => Object.hasOwn(value, name));
  return Object.fromEntries(given.map(([name, member]) => [name, typed(value[name], member())]));
}

const MODELS = {
  iam: async (): Promise<SdkModel> => ({ ...(await import("@aws-sdk/client-iam")) }),
  sns: async (): Promise<SdkModel> => ({ ...(await import("@aws-sdk/client-sns")) }),
  ses: async (): Promise<SdkModel> => ({ ...(await import("@aws-sdk/client-ses")) }),
  sts: async (): Promise<SdkModel> => ({ ...(await import("@aws-sdk/client-sts")) }),
} as const;

/**
 * The query protocol's own names for some REST error codes: https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
function queryCode(code: string): string {
  const names: Readonly<Record<string, string>> = {
    MissingAuthenticationTokenException: "MissingAuthenticationToken",
    UnrecognizedClientException: "InvalidClientTokenId",
    IncompleteSignatureException: "IncompleteSignature",
    InvalidSignatureException: "SignatureDoesNotMatch",
    SerializationException: "MalformedInput",
    TooManyRequestsException: "Throttling",
  };
  return names[code] ?? code;
}
