// Downloads one large file over HTTP through the environment's proxy, and reports progress. There is no time limit as long as bytes come.
import { createHash } from "node:crypto";
import http from "node:http";
import https from "node:https";
import type { Environment } from "../../net/proxy";
import { agentFor, agentsOf } from "../../net/tunnel";

export interface DownloadOptions {
  readonly env: Environment;
  /** The most bytes. */
  readonly limit: number;
  /** The most milliseconds without a byte. */
  readonly silence: number;
  readonly signal: AbortSignal;
  /** Called for each chunk; `total` is known if the server sends the length. */
  readonly onProgress: (done: number, total: number | undefined) => void;
}

export interface Download {
  readonly bytes: Buffer;
  /** SHA-256, hexadecimal. */
  readonly sum: string;
}

/** The most redirects; a mirror may redirect to its storage. */
const REDIRECTS = 3;

/** Rejects with an Error whose message is a few words, such as `ENOTFOUND` or `it answered 404`. */
export async function download(url: URL, options: DownloadOptions): Promise<Download> {
  const agents = agentsOf(options.env);
  try {
    let at = url;
    for (let left = REDIRECTS; left >= 0; left -= 1) {
      const answer = await request(at, options, agents);
      if ("bytes" in answer) return answer;
      if (at.protocol === "https:" && answer.next.protocol !== "https:")
        throw new Error("it leads on to an address that is not encrypted");
      at = answer.next;
    }
    throw new Error(`it leads on more than ${REDIRECTS} times`);
  } finally {
    agents.httpAgent.destroy();
    agents.httpsAgent.destroy();
  }
}

function request(
  url: URL,
  { limit, silence, signal, onProgress }: DownloadOptions,
  agents: ReturnType<typeof agentsOf>,
): Promise<Download | { readonly next: URL }> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "https:" ? https : http).get(url, { agent: agentFor(agents, url), signal });
    const fail = (error: Error) => {
      clearTimeout(timer);
      request.destroy();
      reject(error);
    };
    const onSilence = () => fail(new Error(`no byte came for ${silence / 1000} s`));
    let timer = setTimeout(onSilence, silence);
    request.once("error", (error: NodeJS.ErrnoException) => fail(new Error(error.code ?? error.message)));
    request.once("response", (response) => {
      const { statusCode = 0, headers } = response;
      const next = headers.location;
      if (statusCode >= 300 && statusCode < 400 && next !== undefined && URL.canParse(next, url.href)) {
        clearTimeout(timer);
        response.resume();
        return resolve({ next: new URL(next, url.href) });
      }
      if (statusCode !== 200) return fail(new Error(`it answered ${statusCode}`));
      const total = Number(headers["content-length"]) || undefined;
      const hash = createHash("sha256");
      const pieces: Buffer[] = [];
      let done = 0;
      response.on("data", (piece: Buffer) => {
        clearTimeout(timer);
        timer = setTimeout(onSilence, silence);
        done += piece.length;
        if (done > limit) return fail(new Error(`it is larger than ${limit} bytes`));
        hash.update(piece);
        pieces.push(piece);
        onProgress(done, total);
      });
      response.once("error", () => fail(new Error(`it ended after ${done} of ${total ?? "its"} bytes`)));
      response.once("end", () => {
        clearTimeout(timer);
        resolve({ bytes: Buffer.concat(pieces), sum: hash.digest("hex") });
      });
    });
  });
}
