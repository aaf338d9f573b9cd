// The request and answer of a route of Cloudflare's API.
import type { FaultSubject } from "../../world/faults";
import type { World } from "../../world/world";
import type { PathParts, Route } from "../routing";
import type { Page } from "./page";

export interface CloudflareCall {
  readonly world: World;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly parts: PathParts;
}

export interface CloudflareRoute extends Route {
  subject(call: CloudflareCall): FaultSubject;
  answer(call: CloudflareCall): CloudflareResult;
}

export interface CloudflareResult {
  readonly result: unknown;
  readonly result_info?: Page<never>["info"];
  readonly messages?: readonly { readonly code: number; readonly message: string }[];
}
