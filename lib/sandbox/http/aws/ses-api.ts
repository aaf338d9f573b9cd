// The calls of SES's v2 API that the project makes, one route each: https://docs.aws.amazon.com/ses/latest/APIReference-V2/
// Faults find them by Terraform's names of what they work on, and by `ses_account` and `ses_email`.

import { getAccount } from "../../services/ses/account";
import { listIdentities, listTags } from "../../services/ses/calls";
import * as ses from "../../services/ses/identities";
import { dkimZone } from "../../services/ses/search";
import { ApiError, type CallOperation, type FaultSubject, withFaults } from "../../world/faults";
import type { World } from "../../world/world";
import { findRoute, type HttpRequest, isRecord, type PathParts, parseJsonBody, type Route } from "../exchange";
import { type Caller, callerOf } from "./caller";
import { dkimJson, identityInfo, identityJson, identityType, tagsJson } from "./identity-json";
import { type SendMessage, sendEmail, senderOf } from "./send-email";

type Json = Readonly<Record<string, unknown>>;

interface Call {
  readonly world: World;
  readonly caller: Caller;
  readonly query: URLSearchParams;
  readonly body: Json;
  /** Of the identity that the call names, wherever it names it. */
  readonly key: ses.IdentityKey;
  readonly send: SendMessage | undefined;
}

interface SesRoute extends Route {
  readonly type: string;
  readonly operation: CallOperation;
  answer(call: Call): object | Promise<object>;
}

const IDENTITY = "aws_sesv2_email_identity";
const ONE = "/v2/email/identities/:EmailIdentity";

const ROUTES: readonly SesRoute[] = [
  route("GET /v2/email/account", "read ses_account", ({ world, caller }) => accountJson(world, caller)),
  route("POST /v2/email/outbound-emails", "create ses_email", ({ world, caller, body, send }) =>
    sendEmail(world, caller, body, send),
  ),
  route("GET /v2/email/identities", `list ${IDENTITY}`, listPage),
  // The same, as clients since 2026 ask for it.
  route("POST /v2/email/list-identities", `list ${IDENTITY}`, listPage),
  route("POST /v2/email/identities", `create ${IDENTITY}`, createIdentity),
  route(`GET ${ONE}`, `read ${IDENTITY}`, ({ world, key }) => identityJson(world, ses.getIdentity(world, key))),
  route(`DELETE ${ONE}`, `delete ${IDENTITY}`, ({ world, key }) => {
    ses.deleteIdentity(world, key);
    return {};
  }),
  route(`PUT ${ONE}/dkim/signing`, `update ${IDENTITY}`, putDkimSigning),
  // Where clients that are older look for it.
  route("PUT /v1/email/identities/:EmailIdentity/dkim/signing", `update ${IDENTITY}`, putDkimSigning),
  route(`PUT ${ONE}/dkim`, `update ${IDENTITY}`, ({ world, key, body }) => {
    ses.putSigningEnabled(world, key, body.SigningEnabled === true);
    return {};
  }),
  route(`PUT ${ONE}/configuration-set`, `update ${IDENTITY}`, ({ world, key, body }) => {
    ses.putConfigurationSet(world, key, textOf(body.ConfigurationSetName) ?? null);
    return {};
  }),
  route(`PUT ${ONE}/mail-from`, `update ${IDENTITY}_mail_from_attributes`, ({ world, key, body }) => {
    ses.putMailFrom(world, key, textOf(body.MailFromDomain) || null, textOf(body.BehaviorOnMxFailure));
    return {};
  }),
  route("GET /v2/email/tags", `read ${IDENTITY}`, ({ world, key }) => ({ Tags: tagsJson(listTags(world, key)) })),
  route("POST /v2/email/tags", `update ${IDENTITY}`, ({ world, key, body }) => {
    ses.putTags(world, key, { ...ses.getIdentity(world, key).tags, ...tagsOf(body.Tags) });
    return {};
  }),
  route("DELETE /v2/email/tags", `update ${IDENTITY}`, ({ world, key, query }) => {
    const gone = query.getAll("TagKeys");
    const kept = Object.entries(ses.getIdentity(world, key).tags).filter(([name]) => !gone.includes(name));
    ses.putTags(world, key, Object.fromEntries(kept));
    return {};
  }),
];

/** The answer's body; what is refused is thrown. */
export async function answerSes(world: World, request: HttpRequest, send?: SendMessage): Promise<object> {
  const { method, path, query, headers, signal } = request;
  const caller = callerOf(headers);
  const found = findRoute(ROUTES, method, path);
  if (found === undefined) {
    throw new ApiError(404, "UnknownOperationException", `The sandbox does not emulate ${method} ${path}.`);
  }
  const { route, parts } = found;
  const body = parseJsonBody(request);
  if (body === undefined) throw new ApiError(400, "SerializationException", "The request body is not a JSON object.");
  const key = { ...caller, name: nameOf(parts, query, body) };
  const subject: FaultSubject = {
    operation: route.operation,
    type: route.type,
    name: route.type === "ses_email" ? senderOf(body) : key.name,
  };
  return withFaults(world, subject, signal, () => route.answer({ world, caller, query, body, key, send }));
}

function route(methodAndPath: string, operationAndType: string, answer: SesRoute["answer"]): SesRoute {
  const [method, path] = methodAndPath.split(" ") as [string, string];
  const [operation, type] = operationAndType.split(" ") as [CallOperation, string];
  return { method, path, operation, type, answer };
}

function accountJson(world: World, caller: Caller): object {
  const { production, sendingEnabled, enforcement, sent } = getAccount(world, caller);
  // 200 messages and one a second is what SES's sandbox has; a production account's quota is its own.
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

/** A token is the name after which the next page begins. */
function listPage({ world, caller, query, body }: Call): object {
  const size = Number(query.get("PageSize") ?? body.PageSize ?? 1000);
  if (!Number.isInteger(size) || size < 1 || size > 1000) {
    throw new ApiError(400, "BadRequestException", "PageSize must be between 1 and 1000.");
  }
  // A list that leaves a filter out looks right and is not.
  if (isRecord(body.Filter)) throw new ApiError(400, "BadRequestException", "The sandbox does not emulate Filter.");
  const token = query.get("NextToken") ?? textOf(body.NextToken);
  const after = token === undefined ? "" : Buffer.from(token, "base64url").toString("utf8");
  const rest = listIdentities(world, caller).filter(({ name }) => name > after);
  const page = rest.slice(0, size);
  const next = rest.length > size ? { NextToken: Buffer.from(page.at(-1)!.name).toString("base64url") } : {};
  return { EmailIdentities: page.map(identityInfo), ...next };
}

function createIdentity({ world, key, body }: Call): object {
  const configurationSetName = textOf(body.ConfigurationSetName) ?? null;
  const dkim = signingOf(body.DkimSigningAttributes);
  const identity = ses.createIdentity(world, { ...key, configurationSetName, tags: tagsOf(body.Tags), dkim });
  return {
    IdentityType: identityType(identity),
    VerifiedForSendingStatus: false,
    DkimAttributes: dkimJson(identity),
  };
}

function putDkimSigning({ world, key, body }: Call): object {
  const signing = signingOf(body.SigningAttributes);
  if (body.SigningAttributesOrigin === "EXTERNAL" && signing.selector === undefined) {
    throw new ApiError(400, "BadRequestException", "DomainSigningSelector and DomainSigningPrivateKey are required.");
  }
  ses.putDkimSigning(world, key, signing);
  const identity = ses.getIdentity(world, key);
  const { dkim } = identity;
  const zone = dkim.origin === "EXTERNAL" ? {} : { SigningHostedZone: dkimZone(identity) };
  return { DkimStatus: dkim.status, DkimTokens: dkim.tokens, ...zone };
}

function signingOf(value: unknown): ses.DkimSigning {
  const given = isRecord(value) ? value : {};
  const [selector, privateKey] = [textOf(given.DomainSigningSelector), textOf(given.DomainSigningPrivateKey)];
  const nextKeyLength = textOf(given.NextSigningKeyLength);
  return {
    ...(selector === undefined ? {} : { selector }),
    ...(privateKey === undefined ? {} : { privateKey }),
    ...(nextKeyLength === undefined ? {} : { nextKeyLength }),
  };
}

/** The identity's name, of the path, the body, or the end of `arn:aws:ses:<region>:<account>:identity/<name>`. */
function nameOf({ EmailIdentity }: PathParts, query: URLSearchParams, body: Json): string {
  const arn = query.get("ResourceArn") ?? textOf(body.ResourceArn);
  return EmailIdentity ?? textOf(body.EmailIdentity) ?? arn?.replace(/^[^/]*\//, "") ?? "";
}

function tagsOf(value: unknown): Record<string, string> {
  const tags = (Array.isArray(value) ? value : []).filter(isRecord);
  return Object.fromEntries(tags.map(({ Key, Value }) => [String(Key), textOf(Value) ?? ""]));
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
