// When a request to Cloudflare is sent again.

/** Milliseconds: Cloudflare counts requests over five minutes, https://developers.cloudflare.com/fundamentals/api/reference/limits/ */
export const MAX_RETRY_WAIT = 300_000;

/** Milliseconds of the first and the longest wait if the answer does not set one; each is twice the one before. */
const [FIRST_WAIT, LAST_WAIT] = [500, 8000];

/**
 * Milliseconds, from seconds or a date (RFC 9110 §10.2.3); undefined if there is neither. A date is compared with the answer's own
 * date, so this machine's clock does not matter.
 */
export function retryAfter({
  "retry-after": text = "",
  date = "",
}: Readonly<Record<string, string | undefined>>): number | undefined {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  const [until, from] = [text, date].map((one) => (/^[A-Z][a-z]{2}/.test(one) ? Date.parse(one) : Number.NaN));
  const wait = Number(until) - Number(from);
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

/** Exponential backoff with jitter of up to a quarter, so that clients do not all retry at the same time. */
export function backoff(retries: number): number {
  return Math.min(FIRST_WAIT * 2 ** retries, LAST_WAIT) * (1 - Math.random() / 4);
}
