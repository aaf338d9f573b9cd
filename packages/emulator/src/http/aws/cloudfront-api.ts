// The two calls that the data source aws_cloudfront_distribution makes, in CloudFront's XML:
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetDistribution.html and API_ListTagsForResource.html
import { randomUUID } from "node:crypto";
import { DISTRIBUTION, distributionArn, getDistribution } from "../../services/aws/cloudfront";
import { ApiError, withFaults } from "../../world/faults";
import type { World } from "../../world/world";
import { findRoute, type HttpRequest, type HttpResponse, type PathParts, type Route } from "../routing";
import { type Caller, callerOf } from "./caller";
import { type Xml, xmlResponse } from "./xml";

/** The version of the API, with which all its paths begin. */
export const CLOUDFRONT_PATH = "/2020-05-31/";

const NAMESPACE = `http://cloudfront.amazonaws.com/doc/2020-05-31/`;

interface CloudFrontRoute extends Route {
  /** The id of the distribution that the call is about. */
  about(parts: PathParts, query: URLSearchParams): string;
  readonly root: string;
  answer(world: World, caller: Caller, id: string): Xml;
}

const ROUTES: readonly CloudFrontRoute[] = [
  {
    method: "GET",
    path: `${CLOUDFRONT_PATH}distribution/:Id`,
    root: "Distribution",
    about: ({ Id = "" }) => Id,
    answer: (world, caller, id) => distributionXml(world, caller, id),
  },
  {
    method: "GET",
    path: `${CLOUDFRONT_PATH}tagging`,
    root: "Tags",
    about: (_parts, query) => query.get("Resource")?.replace(/^.*\//, "") ?? "",
    answer(world, _caller, id) {
      getDistribution(world, id);
      return { Items: {} };
    },
  },
];

export async function answerCloudFront(world: World, request: HttpRequest): Promise<HttpResponse> {
  const id = { "x-amzn-requestid": randomUUID() };
  try {
    const { method, path, query, headers, signal } = request;
    const caller = callerOf(headers);
    const found = findRoute(ROUTES, method, path);
    if (found === undefined)
      throw new ApiError(501, "InvalidAction", `The emulator does not emulate ${method} ${path}.`);
    const { route, parts } = found;
    const name = route.about(parts, query);
    const subject = { operation: "read", type: "aws_cloudfront_distribution", name } as const;
    const xml = await withFaults(world, subject, signal, () => route.answer(world, caller, name));
    return xmlResponse(200, route.root, NAMESPACE, xml, { ...id, etag: DISTRIBUTION.etag });
  } catch (caught) {
    if (!(caught instanceof ApiError)) throw caught;
    const { status, code, message } = caught;
    const error = { Type: status < 500 ? "Sender" : "Receiver", Code: code, Message: message };
    return xmlResponse(status, "ErrorResponse", NAMESPACE, { Error: error, RequestId: id["x-amzn-requestid"] }, id);
  }
}

/** Origins and behaviours have what the model requires; nobody here reads them. */
function distributionXml(world: World, { account, region }: Caller, id: string): Xml {
  const { domainName } = getDistribution(world, id);
  const origin = { Id: "sandbox", DomainName: "origin.invalid" };
  const { status, enabled, lastModified, webAclId } = DISTRIBUTION;
  return {
    Id: id,
    ARN: distributionArn(region, account, id),
    Status: status,
    LastModifiedTime: new Date(lastModified).toISOString(),
    InProgressInvalidationBatches: "0",
    DomainName: domainName,
    ActiveTrustedSigners: { Enabled: "false", Quantity: "0" },
    DistributionConfig: {
      CallerReference: "sandbox",
      Aliases: { Quantity: "0" },
      Origins: { Quantity: "1", Items: { Origin: origin } },
      DefaultCacheBehavior: { TargetOriginId: origin.Id, ViewerProtocolPolicy: "redirect-to-https" },
      Comment: "",
      Enabled: String(enabled),
      WebACLId: webAclId,
    },
  };
}
