// AWS's calls by protocol: SES v2 uses REST with JSON, CloudFront REST with XML; SES v1, STS, IAM and SNS take forms and answer with XML;
// ACM takes JSON, with the operation in a header.
import { randomUUID } from "node:crypto";
import { ApiError } from "../../world/faults";
import type { World } from "../../world/world";
import { type HttpRequest, type HttpResponse, jsonResponse } from "../routing";
import { answerAcm } from "./acm-api";
import { answerCloudFront, CLOUDFRONT_PATH } from "./cloudfront-api";
import { answerQuery } from "./query-api";
import type { SendMessage } from "./send-email";
import { answerSes } from "./ses-api";

export async function answerAws(world: World, request: HttpRequest, send?: SendMessage): Promise<HttpResponse> {
  if (request.method === "POST" && request.path === "/")
    return "x-amz-target" in request.headers ? answerAcm(world, request) : answerQuery(world, request);
  if (request.path.startsWith(CLOUDFRONT_PATH)) return answerCloudFront(world, request);
  const headers = { "x-amzn-requestid": randomUUID() };
  try {
    return jsonResponse(200, await answerSes(world, request, send), headers);
  } catch (caught) {
    if (!(caught instanceof ApiError)) throw caught;
    const { status, code, message } = caught;
    return jsonResponse(status, { message: message === "" ? null : message }, { ...headers, "x-amzn-errortype": code });
  }
}
