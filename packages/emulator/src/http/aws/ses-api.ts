// The calls of SES's v2 API that the project makes, by operation name. AWS's own model gives each call's path and request:
// https://docs.aws.amazon.com/ses/latest/APIReference-V2/
// Faults match them by Terraform's name of the type that they work on, or by `ses_account` and `ses_email`.

import { isJsonObject, optionalText } from "../../json";
import { getAccount } from "../../services/aws/ses-account";
import * as ses from "../../services/aws/ses-identities";
import { dkimZone } from "../../services/aws/ses-search";
import { addSetTags, listSetTags, removeSetTags } from "../../services/aws/ses-sets";
import { addTags, listTags, removeTags } from "../../services/aws/ses-tags";
import type { CallOperation } from "../../world/fault";
import { ApiError, badRequest, type FaultSubject, withFaults } from "../../world/faults";
import type { World } from "../../world/world";
import { checkInput } from "../aws-model/check";
import { type Json, type Operation, operationOf, type SdkModel, type Shape } from "../aws-model/schema";
import { findRoute, type HttpRequest, type PathParts, parseJsonBody, type Route } from "../routing";
import { type Caller, callerOf } from "./caller";
import { dkimJson, identityJson, identityType, tagsJson, tagsOf } from "./identity-json";
import { listPage } from "./list-page";
import { parseArn, type ResourceArn } from "./resource-arn";
import { type SendMessage, sendEmail, senderOf } from "./send-email";
import { SET_CALLS } from "./set-calls";

interface Call {
  readonly world: World;
  readonly caller: Caller;
  /** The request's members, from the path, the query and the body. */
  readonly input: Json;
  /** The key of the identity that the call names. */
  readonly key: ses.IdentityKey;
  readonly send: SendMessage | undefined;
}

interface SesCall {
  readonly type: string;
  readonly operation: CallOperation;
  answer(call: Call): object | Promise<object>;
  /** Another path, used by clients of another version, such as `GET /v2/email/identities`. */
  readonly alternative?: string;
}

interface SesRoute extends SesCall, Route {
  readonly model: Operation;
}

const IDENTITY = "aws_sesv2_email_identity";

/** Every operation that is emulated. */
export const SES_CALLS: Readonly<Record<string, SesCall>> = {
  GetAccount: call("read ses_account", ({ world, caller }) => accountJson(world, caller)),
  SendEmail: call("create ses_email", ({ world, caller, input, send }) => sendEmail(world, caller, input, send)),
  ListEmailIdentities: call(
    `list ${IDENTITY}`,
    ({ world, caller, input }) => listPage(world, caller, input),
    "GET /v2/email/identities",
  ),
  CreateEmailIdentity: call(`create ${IDENTITY}`, createIdentity),
  GetEmailIdentity: call(`read ${IDENTITY}`, ({ world, key }) => identityJson(world, ses.getIdentity(world, key))),
  DeleteEmailIdentity: call(`delete ${IDENTITY}`, ({ world, key }) => empty(ses.deleteIdentity(world, key))),
  PutEmailIdentityDkimSigningAttributes: call(
    `update ${IDENTITY}`,
    putDkimSigning,
    "PUT /v1/email/identities/:EmailIdentity/dkim/signing",
  ),
  PutEmailIdentityDkimAttributes: call(`update ${IDENTITY}`, ({ world, key, input }) =>
    empty(ses.putSigningEnabled(world, key, input.SigningEnabled === true)),
  ),
  PutEmailIdentityConfigurationSetAttributes: call(`update ${IDENTITY}`, ({ world, key, input }) =>
    empty(ses.putConfigurationSet(world, key, optionalText(input.ConfigurationSetName) ?? null)),
  ),
  PutEmailIdentityMailFromAttributes: call(`update ${IDENTITY}_mail_from_attributes`, ({ world, key, input }) =>
    empty(
      ses.putMailFrom(world, key, optionalText(input.MailFromDomain) || null, optionalText(input.BehaviorOnMxFailure)),
    ),
  ),
  ListTagsForResource: call(`read ${IDENTITY}`, ({ world, caller, input }) => {
    const arn = arnOf(input, caller);
    const named = { ...caller, name: arn.name };
    const tags = arn.kind === "identity" ? listTags(world, named) : listSetTags(world, named);
    return { Tags: arn.region === caller.region ? tagsJson(tags) : [] };
  }),
  TagResource: call(`update ${IDENTITY}`, ({ world, key, caller, input }) => {
    const arn = arnOf(input, caller);
    if (arn.region !== caller.region) throw badRequest("Failed to tag resource");
    const named = { ...key, name: arn.name };
    if (arn.kind === "configuration-set") return empty(addSetTags(world, named, tagsOf(input.Tags)));
    return empty(addTags(world, named, tagsOf(input.Tags)));
  }),
  UntagResource: call(`update ${IDENTITY}`, ({ world, key, caller, input }) => {
    const arn = arnOf(input, caller);
    if (arn.region !== caller.region) throw badRequest("Failed to untag resource");
    const keys = Array.isArray(input.TagKeys) ? input.TagKeys.map(String) : [];
    const named = { ...key, name: arn.name };
    if (arn.kind === "configuration-set") return empty(removeSetTags(world, named, keys));
    return empty(removeTags(world, named, keys));
  }),
  ...Object.fromEntries(Object.entries(SET_CALLS).map(([name, [what, answer]]) => [name, call(what, answer)])),
};

let sdkModel: Promise<{ readonly sdk: SdkModel; readonly routes: readonly SesRoute[] }> | undefined;

/** The body of the answer. A refusal is thrown. */
export async function answerSes(world: World, request: HttpRequest, send?: SendMessage): Promise<object> {
  const { method, path, headers, signal } = request;
  const caller = callerOf(headers);
  sdkModel ??= readModel();
  const { sdk, routes } = await sdkModel;
  const found = findRoute(routes, method, path);
  if (found === undefined) {
    throw new ApiError(501, "UnknownOperationException", `The emulator does not emulate ${method} ${path}.`);
  }
  const { route, parts } = found;
  const body = parseJsonBody(request);
  if (body === undefined) throw new ApiError(400, "SerializationException", "The request body is not a JSON object.");
  const input = inputOf(route.model, request, parts, body);
  checkInput(sdk, route.model, input, "BadRequestException");
  const key = { ...caller, name: nameOf(input) };
  const subject: FaultSubject = {
    operation: route.operation,
    type: route.type,
    name: route.type === "ses_email" ? senderOf(input) : key.name,
  };
  return withFaults(world, subject, signal, () => route.answer({ world, caller, input, key, send }));
}

function call(operationAndType: string, answer: SesCall["answer"], alternative?: string): SesCall {
  const [operation, type] = operationAndType.split(" ") as [CallOperation, string];
  return { operation, type, answer, alternative };
}

async function readModel() {
  const sdk: SdkModel = { ...(await import("@aws-sdk/client-sesv2")) };
  const routes = Object.entries(SES_CALLS).flatMap(([name, served]): SesRoute[] => {
    const model = operationOf(sdk, name);
    const also = served.alternative?.split(" ");
    return [
      { ...served, model, method: model.http?.method ?? "", path: model.http?.path ?? "" },
      ...(also === undefined ? [] : [{ ...served, model, method: also[0] ?? "", path: also[1] ?? "" }]),
    ];
  });
  return { sdk, routes };
}

/** Reads members from the path, the query and the body; clients of different versions put them in different places. */
function inputOf({ input: { members } }: Operation, { query }: HttpRequest, parts: PathParts, body: Json): Json {
  const queryValue = (name: string, { kind }: Shape): unknown => {
    if (kind === "list") return query.getAll(name);
    const text = query.get(name) ?? "";
    return kind === "number" && /^-?\d{1,9}$/.test(text) ? Number(text) : text;
  };
  const named = Object.entries(members).filter(([name]) => query.has(name));
  const inQuery = Object.fromEntries(named.map(([name, shape]) => [name, queryValue(name, shape())]));
  return { ...body, ...inQuery, ...parts };
}

function accountJson(world: World, caller: Caller): object {
  const { production, sendingEnabled, enforcement, sent } = getAccount(world, caller);
  // 200 messages a day and one a second are the limits of SES's sandbox. A production account has its own quota; these numbers are
  // an example.
  const quota = production ? { Max24HourSend: 50000, MaxSendRate: 14 } : { Max24HourSend: 200, MaxSendRate: 1 };
  return {
    DedicatedIpAutoWarmupEnabled: false,
    EnforcementStatus: enforcement,
    ProductionAccessEnabled: production,
    SendQuota: { ...quota, SentLast24Hours: sent.length },
    SendingEnabled: sendingEnabled,
    SuppressionAttributes: { SuppressedReasons: ["BOUNCE", "COMPLAINT"] },
  };
}

function createIdentity({ world, key, input }: Call): object {
  const configurationSetName = optionalText(input.ConfigurationSetName) ?? null;
  const given = isJsonObject(input.DkimSigningAttributes) ? input.DkimSigningAttributes : {};
  const primary = optionalText(given.DomainSigningAttributesOrigin);
  if (primary === "AWS_SES" || primary === "EXTERNAL") {
    throw badRequest("DomainSigningAttributesOrigin must name the region of a primary identity.");
  }
  const dkim = signingOf(given, primary);
  const identity = ses.createIdentity(world, { ...key, configurationSetName, tags: tagsOf(input.Tags), dkim });
  // A new identity answers NOT_STARTED here; later calls show PENDING (seen: floci-io/floci#1904 and later issues, tried against
  // AWS).
  const dkimAttributes = { ...dkimJson(identity), Status: "NOT_STARTED" };
  return { IdentityType: identityType(identity), VerifiedForSendingStatus: false, DkimAttributes: dkimAttributes };
}

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_PutEmailIdentityDkimSigningAttributes.html */
function putDkimSigning({ world, key, input }: Call): object {
  const origin = optionalText(input.SigningAttributesOrigin) ?? "";
  const given = isJsonObject(input.SigningAttributes) ? input.SigningAttributes : {};
  const own = given.DomainSigningSelector !== undefined || given.DomainSigningPrivateKey !== undefined;
  if (given.DomainSigningAttributesOrigin !== undefined) {
    throw badRequest("DomainSigningAttributesOrigin is not allowed here: use SigningAttributesOrigin.");
  }
  if (origin !== "EXTERNAL" && own) {
    throw badRequest(
      "DomainSigningSelector and DomainSigningPrivateKey are only for SigningAttributesOrigin EXTERNAL.",
    );
  }
  if (origin === "EXTERNAL" && !own) throw badRequest(KEY_AND_SELECTOR);
  ses.putDkimSigning(world, key, signingOf(given, origin));
  const identity = ses.currentIdentity(world, key);
  const { dkim } = identity;
  const zone = dkim.origin === "EXTERNAL" ? undefined : dkimZone(identity);
  return { DkimStatus: dkim.status, DkimTokens: dkim.tokens, SigningHostedZone: zone };
}

const KEY_AND_SELECTOR = "DomainSigningSelector and DomainSigningPrivateKey are required.";

function signingOf(given: Json, origin: string | undefined): ses.DkimSigning {
  const [selector, privateKey] = [
    optionalText(given.DomainSigningSelector),
    optionalText(given.DomainSigningPrivateKey),
  ];
  if ((selector === undefined) !== (privateKey === undefined)) throw badRequest(KEY_AND_SELECTOR);
  const nextKeyLength = optionalText(given.NextSigningKeyLength);
  if (selector !== undefined && nextKeyLength !== undefined) {
    throw badRequest("NextSigningKeyLength is only for keys that SES makes.");
  }
  return {
    selector,
    privateKey,
    nextKeyLength,
    primary: origin?.startsWith("AWS_SES_") ? (origin as `AWS_SES_${string}`) : undefined,
  };
}

/** The name of the identity or the set, given as it is or at the end of `arn:aws:ses:<region>:<account>:identity/<name>`. */
function nameOf({ EmailIdentity, ConfigurationSetName, ResourceArn }: Json): string {
  return (
    optionalText(EmailIdentity) ??
    optionalText(ConfigurationSetName) ??
    optionalText(ResourceArn)?.replace(/^[^/]*\//, "") ??
    ""
  );
}

function arnOf({ ResourceArn }: Json, caller: Caller): ResourceArn {
  return parseArn(optionalText(ResourceArn) ?? "", caller);
}

function empty(_nothing: unknown): object {
  return {};
}
