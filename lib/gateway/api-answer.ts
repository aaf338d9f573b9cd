// An answer of Cloudflare's API that is read to its end, within a limit, and its text.
import type { IncomingMessage } from "node:http";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { responseHeaders } from "./headers";

/** Bytes of an answer that is kept in memory: a record has less than ten thousand. */
const MAX_ANSWER = 4 << 20;

/** An answer that has been read to its end. */
export interface ApiAnswer {
  readonly status: number;
  readonly message: string;
  /** Names and values in turn, for the client. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** @throws Error if the answer is too large, or breaks off */
export async function readAnswer(response: IncomingMessage): Promise<ApiAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER) throw new Error("its answer is too large");
    chunks.push(chunk);
  }
  const { statusCode = 502, statusMessage = "", rawHeaders } = response;
  return {
    status: statusCode,
    message: statusMessage,
    headers: responseHeaders(rawHeaders),
    body: Buffer.concat(chunks),
  };
}

/** The text of an answer, unpacked; undefined if it is packed in a way that is not known here. */
export function answerText({ headers, body }: ApiAnswer): string | undefined {
  const index = headers.findIndex((name, at) => at % 2 === 0 && name.toLowerCase() === "content-encoding");
  const unpack = index === -1 ? undefined : UNPACK[headers[index + 1]?.trim().toLowerCase() ?? ""];
  try {
    if (index === -1) return body.toString();
    return unpack?.(body, { maxOutputLength: MAX_ANSWER }).toString();
  } catch {
    return undefined;
  }
}

const UNPACK: Readonly<Record<string, typeof gunzipSync>> = {
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync as typeof gunzipSync,
};
