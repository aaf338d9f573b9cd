// Cloudflare's pages: the request has `page` and `per_page`, the answer one page and `result_info`. A page after the last is empty.
import { ApiError } from "../../world/faults";

export interface Page<T> {
  readonly items: readonly T[];
  readonly info: {
    readonly page: number;
    readonly per_page: number;
    readonly count: number;
    readonly total_count: number;
    readonly total_pages: number;
  };
}

/** The default, least and most items of a page. */
export interface PageSize {
  readonly initial: number;
  readonly min: number;
  readonly max: number;
}

export function pageOf<T>(all: readonly T[], query: URLSearchParams, { initial, min, max }: PageSize): Page<T> {
  const per_page = numberOf(query, "per_page", initial, min, max);
  const page = numberOf(query, "page", 1, 1, Number.MAX_SAFE_INTEGER);
  const items = all.slice((page - 1) * per_page, page * per_page);
  const total_pages = Math.ceil(all.length / per_page);
  return { items, info: { page, per_page, count: items.length, total_count: all.length, total_pages } };
}

/** The code for a wrong number is not from a primary source. */
function numberOf(query: URLSearchParams, name: string, usual: number, least: number, most: number): number {
  const given = query.get(name);
  const value = given === null ? usual : Number(given);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new ApiError(400, "9102", `${name} must be a number from ${least} to ${most}.`);
}

/** For a parameter of a list that is not emulated: a list that ignores it would look right and be wrong. */
export function unknownParameter(path: string, name: string): ApiError {
  return new ApiError(501, "501", `The emulator does not emulate the parameter "${name}" of GET ${path}.`);
}
