// The zone and DNS record calls of Cloudflare's API v4, in its envelope: https://developers.cloudflare.com/api/
// Any token of the right form is accepted. Refusals have the service's own code and message.
import type { IncomingHttpHeaders } from "node:http";
import { ApiError, type FaultSubject, withFaults } from "../../world/faults";
import { spendRequest } from "../../world/rate-limit";
import type { World } from "../../world/world";
import { findRoute, type HttpRequest, type HttpResponse, jsonResponse, parseJsonBody } from "../routing";
import { RECORD_ROUTES } from "./record-routes";
import type { CloudflareCall, CloudflareRoute } from "./route";
import { ZONE_ROUTES } from "./zone-routes";

const ROUTES: readonly CloudflareRoute[] = [
  ...ZONE_ROUTES,
  ...RECORD_ROUTES,
  {
    method: "GET",
    path: "/user/tokens/verify",
    subject: () => ({ operation: "read", type: "cloudflare_api_token", name: "" }),
    answer: () => ({
      result: { id: "sandbox0".repeat(4), status: "active" },
      messages: [{ code: 10000, message: "This API Token is valid and active" }],
    }),
  },
];

/** `request.path` is the path after `/client/v4`. */
export async function answerCloudflare(world: World, request: HttpRequest): Promise<HttpResponse> {
  let limits: Readonly<Record<string, string>> = {};
  try {
    checkAuthorization(request.headers);
    const { method, path, query, signal } = request;
    const found = findRoute(ROUTES, method, path);
    const body = parseJsonBody(request);
    const call: CloudflareCall = { world, query, body: body ?? {}, parts: found?.parts ?? {} };
    const subject = found?.route.subject(call);
    count(world, subject);
    limits = spendRequest(world);
    if (found === undefined || subject === undefined) {
      throw new ApiError(501, "7000", `The emulator does not emulate ${method} ${path}.`);
    }
    if (body === undefined) throw new ApiError(400, "6007", "Malformed JSON in request body");
    const answer = await withFaults(world, subject, signal, () => found.route.answer(call));
    const { result, ...rest } = answer;
    return jsonResponse(200, { result, success: true, errors: [], messages: [], ...rest }, limits);
  } catch (caught) {
    if (!(caught instanceof ApiError)) throw caught;
    const { status, retryAfter } = caught;
    // The provider shows this body as it is, and the real API writes `result` first.
    const body = { result: null, success: false, errors: [errorOf(caught)], messages: [] };
    const headers = { ...limits, ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }) };
    return jsonResponse(status, body, headers);
  }
}

/** Counts a request by its kind; those that are not emulated are of one kind. */
function count(world: World, subject: FaultSubject | undefined): void {
  const kind = subject === undefined ? "not emulated" : `${subject.type} ${subject.operation}`;
  world.note(world.requests.put(kind, (world.requests.get(kind) ?? 0) + 1));
}

/**
 * Both answers have status 400: cloudflare/cloudflare-python#2678 shows 9106, cloudflare/workers-sdk#15616 and
 * jeessy2/ddns-go#916 show 6003 with 6111.
 */
function checkAuthorization({ authorization }: IncomingHttpHeaders): void {
  if (authorization === undefined) {
    throw new ApiError(400, "9106", "Missing X-Auth-Key, X-Auth-Email or Authorization headers");
  }
  if (!/^Bearer [\w-]{40,}$/.test(authorization)) throw new ApiError(400, "6003", "Invalid request headers");
}

function errorOf({ status, code, message }: ApiError): object {
  const error = { code: /^\d+$/.test(code) ? Number(code) : status, message };
  if (code !== "6003") return error;
  return { ...error, error_chain: [{ code: 6111, message: "Invalid format for Authorization header" }] };
}
