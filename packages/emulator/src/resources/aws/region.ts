// What aws provider 6 adds to every regional resource: a `region` that defaults to the provider's region and whose change replaces
// the resource, and `@region` at the end of an import id.
// https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/provider/sdkv2/region.go

import { type Diagnostic, error } from "../../protocol/diagnostic";
import { type ObjectValue, UNKNOWN, type Value } from "../../protocol/value";
import type { FaultOperation } from "../../world/fault";
import type { ApiError } from "../../world/faults";
import type { Plan } from "../plan";
import type { Context } from "../resource-type";

/** The real provider refuses to start without a region. The emulator does not read AWS_REGION, so it uses this one. */
const DEFAULT_REGION = "us-east-1";

export function regionOf({ provider }: Context, value: ObjectValue): string {
  return textOf(value.region) || textOf(provider.region) || DEFAULT_REGION;
}

/** The plan with its region set; a changed region replaces the resource. */
export function planRegion(context: Context, { planned, requiresReplace }: Plan, prior: ObjectValue | null): Plan {
  const region = planned.region === UNKNOWN || planned.region === null ? regionOf(context, {}) : planned.region!;
  const isMoved = prior !== null && prior.region !== null && prior.region !== region;
  return {
    planned: { ...planned, region },
    requiresReplace: isMoved ? [...requiresReplace, ["region"]] : requiresReplace,
  };
}

/** The state of what is imported by its ARN. */
export function importedArn(_context: Context, id: string): ObjectValue {
  const [, , , region = ""] = id.split(":");
  return { id, region };
}

/** The state for an import id such as `example.com@eu-west-1`. */
export function importedState(context: Context, id: string): ObjectValue {
  const [, name, region] = /^(.+)@([a-z]{2}(?:-[a-z]+)+-\d{1,2})$/.exec(id) ?? [];
  return { id: name ?? id, region: region ?? regionOf(context, {}) };
}

/** Of a request that was none. */
export const REQUEST_ID = "00000000-0000-0000-0000-000000000000";

/** An SESv2 API error in the words of the SDK and the provider. */
export function diagnoseSes(
  resource: string,
  call: string,
  operation: FaultOperation,
  id: string,
  failure: ApiError,
): Diagnostic {
  const action = { create: "creating", read: "reading", update: "updating", delete: "deleting" }[operation];
  const { status, code, message } = failure;
  const answer = `https response error StatusCode: ${status}, RequestID: ${REQUEST_ID}, ${code}: ${message}`;
  return error(
    `${action} AWS SESv2 (Simple Email V2) ${resource} (${id}): operation error SESv2: ${call}, ${answer} (emulated)`,
  );
}

export function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}
