// Percent-encoding of URLs.

/** All but the unreserved characters is encoded (RFC 3986 §2.3), which encodeURIComponent() alone does not do. */
export function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}
