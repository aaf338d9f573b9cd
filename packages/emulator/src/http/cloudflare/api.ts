// The zone and DNS record calls of Cloudflare's API v4, in its envelope: https://developers.cloudflare.com/api/
// Any token of the right form is accepted. Refusals have the service's own code and message.
import type { IncomingHttpHeaders } from "node:http";
import { ApiError, withFaults } from "../../world/faults";
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
  try {
    checkAuthorization(request.headers);
    const { method, path, query, signal } = request;
    const found = findRoute(ROUTES, method, path);
    if (found === undefined) throw new ApiError(501, "7000", `The emulator does not emulate ${method} ${path}.`);
    const body = parseJsonBody(request);
    if (body === undefined) throw new ApiError(400, "6007", "Malformed JSON in request body");
    const call: CloudflareCall = { world, query, body, parts: found.parts };
    const answer = await withFaults(world, found.route.subject(call), signal, () => found.route.answer(call));
    const { result, ...rest } = answer;
    return jsonResponse(200, { result, success: true, errors: [], messages: [], ...rest });
  } catch (caught) {
    if (!(caught instanceof ApiError)) throw caught;
    const { status, retryAfter } = caught;
    // The provider shows this body as it is, and the real API writes `result` first.
    const body = { result: null, success: false, errors: [errorOf(caught)], messages: [] };
    return jsonResponse(status, body, retryAfter === undefined ? {} : { "retry-after": String(retryAfter) });
  }
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
