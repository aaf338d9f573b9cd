// Decodes the bytes of a plan file into its JSON value. The file may come from a stranger's pull request, or from PowerShell,
// whose `>` writes UTF-16. A byte order mark decides the encoding; without one, the zero bytes of ASCII text do.
import { ReviewError } from "./error";

/** Terraform's own plans nest about ten levels. A limit is needed because later code walks the value by recursion. */
const DEPTH_LIMIT = 200;

/**
 * The JSON value in a file.
 * @param subject how messages name the file, such as `plan "plan.json"`
 * @throws ReviewError if it is not JSON, or nested too deeply to be a plan
 */
export function decodeJson(input: Uint8Array | string, subject: string): unknown {
  const text = typeof input === "string" ? input.replace(/^\uFEFF/, "") : decodeText(input, subject);
  if (text.trim() === "") throw new ReviewError(`${subject} is empty: write it with terraform show -json PLANFILE`);
  refuseDeep(text, subject);
  try {
    return JSON.parse(text);
  } catch (error) {
    const word = isTruncated(error) ? "ends too early" : "is no JSON";
    throw new ReviewError(`${subject} ${word}: write it again with terraform show -json PLANFILE`);
  }
}

function decodeText(bytes: Uint8Array, subject: string): string {
  const [first, second] = bytes;
  const encoding =
    (first === 0xfe && second === 0xff) || (first === 0 && second !== 0)
      ? "utf-16be"
      : (first === 0xff && second === 0xfe) || (second === 0 && first !== 0)
        ? "utf-16le"
        : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new ReviewError(`${subject} is no text in ${encoding}: write it with terraform show -json PLANFILE`);
  }
}

/** JSON.parse itself accepts any depth, but a recursion over its result could overflow the stack. */
function refuseDeep(text: string, subject: string): void {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x22) index = endOfString(text, index);
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > DEPTH_LIMIT) {
        throw new ReviewError(
          `${subject} is nested over ${DEPTH_LIMIT} levels deep, which no plan is: check where it comes from`,
        );
      }
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === 0x5c) backslashes += 1;
    if (backslashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

function isTruncated(error: unknown): boolean {
  return error instanceof SyntaxError && /end of JSON input|Unterminated string/i.test(error.message);
}
