// Faults that a person or a test arms: an API error, a delay or a connection that ends, for the next matching operations. With a delay
// after the effect, a test knows when to send SIGKILL: the world has changed, and the client has no answer yet.
import type { CallOperation, ErrorFault, Fault } from "./fault";
import type { World } from "./world";

/** An error that a service's API answers with. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Seconds. @default - the answer does not say when to try again */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

/** In place of an HTTP status: there is no answer, the connection just ends. */
export const NO_ANSWER = 0;

/** SES's error for input that it refuses. */
export function badRequest(message: string): ApiError {
  return new ApiError(400, "BadRequestException", message);
}

/** An operation that a fault may change. */
export interface FaultSubject {
  readonly operation: CallOperation;
  readonly type: string;
  readonly name: string;
}

export function armFault(world: World, fault: Fault): void {
  const { number, change } = world.nextNumber();
  world.commit(change, world.faults.put(String(number), fault));
}

/** Clears the faults of DNS too. */
export function clearFaults(world: World): number {
  const removals = [world.faults, world.dnsFaults].flatMap((table) => table.keys().map((key) => table.remove(key)));
  if (removals.length > 0) world.commit(...removals);
  return removals.length;
}

/** Runs `effect`, changed by the armed faults that match. */
export async function withFaults<T>(
  world: World,
  subject: FaultSubject,
  signal: AbortSignal,
  effect: () => T | Promise<T>,
): Promise<T> {
  const faults = takeFaults(world, subject);
  const delays = faults.filter((fault) => fault.kind === "delay");
  for (const { when = "before", milliseconds } of delays) {
    // The client stopped while the request was still on its way, so the request never arrives.
    if (when === "before" && !(await world.sleep(milliseconds, signal)))
      throw new ApiError(499, "Canceled", "context canceled");
  }
  const failure = faults.find((fault) => fault.kind === "error");
  if (failure !== undefined) throw toApiError(failure, subject);
  const cut = faults.find((fault) => fault.kind === "cut");
  const end = new ApiError(NO_ANSWER, "NoAnswer", "EOF");
  if (cut !== undefined && cut.when !== "after") throw end;
  const result = await effect();
  for (const { when = "before", milliseconds } of delays) if (when === "after") await world.sleep(milliseconds, signal);
  if (cut !== undefined) throw end;
  return result;
}

function takeFaults(world: World, subject: FaultSubject): Fault[] {
  const matching = world.faults.keys().filter((key) => matches(world.faults.get(key)!, subject));
  const active: Fault[] = [];
  const used = matching.flatMap((key) => {
    const fault = world.faults.get(key)!;
    const { times = 1, skip = 0 } = fault;
    if (skip > 0) return [world.faults.put(key, { ...fault, skip: skip - 1 })];
    active.push(fault);
    if (times === 0) return [];
    return [times === 1 ? world.faults.remove(key) : world.faults.put(key, { ...fault, times: times - 1 })];
  });
  if (used.length > 0) world.commit(...used);
  return active;
}

function matches({ operation = "any", type = "any", name = "" }: Fault, subject: FaultSubject): boolean {
  return (
    (operation === "any" || operation === subject.operation) &&
    (type === "any" || type === subject.type) &&
    subject.name.toLowerCase().includes(name.toLowerCase())
  );
}

const DEFAULTS: Readonly<Record<number, readonly [string, string]>> = {
  400: ["BadRequestException", "the request is not valid"],
  403: ["AccessDeniedException", "the caller is not authorized to perform this operation"],
  429: ["TooManyRequestsException", "too many requests have been made"],
  500: ["InternalServerError", "an internal server error occurred"],
  503: ["ServiceUnavailable", "the service is unavailable"],
};

/** Cloudflare's own: cloudflare/terraform-provider-cloudflare#5505 */
export const THROTTLED = ["971", "Please wait and consider throttling your request speed"] as const;

function toApiError(
  { status = 500, code, message, retryAfter = status === 429 ? 1 : undefined }: ErrorFault,
  { type }: FaultSubject,
): ApiError {
  const usual = DEFAULTS[status] ?? ["Fault", `the request failed with status ${status}`];
  const [defaultCode, defaultMessage] = status === 429 && type.startsWith("cloudflare_") ? THROTTLED : usual;
  const text = message ?? `${defaultMessage} (a fault that was armed in the emulator)`;
  return new ApiError(status, code ?? defaultCode, text, retryAfter);
}
