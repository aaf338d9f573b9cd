// IAM's lists come in pages: MaxItems says how long one is, and Marker where the next begins.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html
import { ApiError } from "../../world/faults";
import type { Json } from "../aws-model/schema";

/** IAM's number of items on a page, if none is asked for. */
const PAGE = 100;

export interface IamPage<T> {
  readonly items: readonly T[];
  /** What IAM says beside the items. */
  readonly more: { readonly IsTruncated: string; readonly Marker?: string };
}

/**
 * The page that is asked for. A marker is the key of the first item of the page.
 * @param keyOf an item's own text
 * @throws ApiError if there is no item of the marker
 */
export function iamPage<T>(all: readonly T[], { Marker, MaxItems }: Json, keyOf: (item: T) => string): IamPage<T> {
  const from = Marker === undefined ? 0 : all.findIndex((item) => keyOf(item) === Marker);
  if (from < 0) throw new ApiError(400, "ValidationError", "Invalid Marker");
  const end = from + (MaxItems === undefined ? PAGE : Number(MaxItems));
  const next = all[end];
  return {
    items: all.slice(from, end),
    more: { IsTruncated: String(next !== undefined), ...(next === undefined ? {} : { Marker: keyOf(next) }) },
  };
}
