// CDKTF made quick for thousands of records, without a byte of difference. It walks the whole configuration again and again
// to replace tokens, at microseconds a value, though few values have one; and it takes a stack trace for every token, for
// messages about tokens that no user of domains.yaml ever sees. Both ways around are public names, put back when the job is
// done: a CDKTF that does not use them is slow again, not wrong.
import { Tokenization } from "cdktf";

/** Runs `job`, which makes or synthesises constructs and does not wait, quickly. */
export function withFastSynth<T>(job: () => T): T {
  const { captureStackTrace } = Error;
  const { resolve } = Tokenization;
  try {
    // The stacks of errors that are thrown are not taken here, and stay.
    Error.captureStackTrace = () => {};
    Tokenization.resolve = (value, options) => resolvePlain(value, (other) => resolve(other, options));
    return job();
  } finally {
    Error.captureStackTrace = captureStackTrace;
    Tokenization.resolve = resolve;
  }
}

/** How CDKTF marks tokens and escapes, and where its search for numbers in a text stops (`1e2`): too often is no harm. */
const MARKER = /[$#&]|[-+.|\d]e[-+.|\deE]/;

/** A copy as CDKTF makes it, without what is undefined; whatever may hold a token is left to `resolve`. */
function resolvePlain(value: unknown, resolve: (value: unknown) => unknown): unknown {
  if (isPlain(value)) return value;
  if (Array.isArray(value)) {
    // A list that is a token is an array of one marker, a text or a number.
    if (value.some((item) => typeof item !== "object" && !isPlain(item))) return resolve(value);
    return value.map((item) => resolvePlain(item, resolve)).filter((item) => item !== undefined);
  }
  if (!isPlainObject(value)) return resolve(value);
  const keys = Object.keys(value);
  if (keys.some((key) => MARKER.test(key))) return resolve(value);
  const copy: Record<string, unknown> = {};
  for (const key of keys) {
    const item = resolvePlain(value[key], resolve);
    if (item !== undefined) copy[key] = item;
  }
  return copy;
}

function isPlain(value: unknown): boolean {
  if (typeof value === "string") return !MARKER.test(value);
  // A number that is a token lies beyond -1e288.
  if (typeof value === "number") return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  return value === undefined || value === null || typeof value === "boolean";
}

/** Neither a construct nor anything with a class, nor what resolves itself. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return false;
  return !("resolve" in value);
}
