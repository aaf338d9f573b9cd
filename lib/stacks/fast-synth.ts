// Makes CDKTF fast for thousands of records, with the same output, byte for byte. CDKTF walks the whole configuration several times to
// replace tokens, with microseconds for each value, although few values have tokens. It also takes a stack trace for every token, for
// messages that users of domains.yaml never see. Both are replaced through public names and restored afterwards: if a later CDKTF does
// not use these names, it is slow again but not wrong.
import { Tokenization } from "cdktf";

/** Runs `job` with the faster CDKTF. It must be synchronous. */
export function withFastSynth<T>(job: () => T): T {
  const { captureStackTrace } = Error;
  const { resolve } = Tokenization;
  try {
    // Errors that are thrown keep their stacks, which V8 captures without this function.
    Error.captureStackTrace = () => {};
    Tokenization.resolve = (value, options) => resolvePlain(value, (other) => resolve(other, options));
    return job();
  } finally {
    Error.captureStackTrace = captureStackTrace;
    Tokenization.resolve = resolve;
  }
}

/** Marks of CDKTF's tokens and escapes, and of numbers in a text (`1e2`). False positives are harmless. */
const MARKER = /[$#&]|[-+.|\d]e[-+.|\deE]/;

/** The same copy that CDKTF makes, without undefined values; anything that may contain a token is passed to `resolve`. */
function resolvePlain(value: unknown, resolve: (value: unknown) => unknown): unknown {
  if (isPlain(value)) return value;
  if (Array.isArray(value)) {
    // A list token is an array with one marker, a text or a number.
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
  // A number token is below -1e288.
  if (typeof value === "number") return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  return value === undefined || value === null || typeof value === "boolean";
}

/** Whether a value is a plain object: not a class instance, and without a `resolve` method. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return false;
  return !("resolve" in value);
}
