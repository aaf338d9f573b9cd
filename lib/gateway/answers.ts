// Answers of the gateway's own, in the envelope of Cloudflare's API: https://developers.cloudflare.com/fundamentals/api/how-to/make-api-calls/
import { ProxyError } from "../net/proxy";
import type { ApiAnswer } from "./api-answer";
import { causeOf, UnsentError } from "./upstream";

/** A record as its single read has it. The result of a list has the same form: https://developers.cloudflare.com/api/resources/dns/ */
export function recordAnswer(json: string): ApiAnswer {
  return jsonAnswer(200, "OK", `{"result":${json},"success":true,"errors":[],"messages":[]}`);
}

/** @param retry whether a client may try again by itself; a Go client of Cloudflare's does so after every 5xx unless the answer says no */
export function errorAnswer(status: number, message: string, retry: boolean): ApiAnswer {
  // 10000 is an error of the client; no code of Cloudflare's means "not from Cloudflare".
  const errors = [{ code: status, message: `mailzone gateway: ${message}` }];
  const body = JSON.stringify({ result: null, success: false, errors, messages: [] });
  return jsonAnswer(status, "", body, retry ? [] : ["x-should-retry", "false"]);
}

/** Why there is no answer from Cloudflare, without anything that the request had in it. */
export function failureText(error: Error): string {
  const cause = causeOf(error);
  if (cause instanceof ProxyError) return cause.message;
  const { code } = cause as NodeJS.ErrnoException;
  const why = typeof code === "string" && /^[A-Z0-9_]{1,60}$/.test(code) ? code : "it did not answer to the end";
  return error instanceof UnsentError
    ? `Cloudflare is not reached (${why})`
    : `the answer of Cloudflare was lost (${why})`;
}

function jsonAnswer(status: number, message: string, text: string, more: readonly string[] = []): ApiAnswer {
  const body = Buffer.from(text);
  const headers = ["content-type", "application/json", "content-length", String(body.length), ...more];
  return { status, message, headers, body };
}
