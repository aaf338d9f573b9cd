// The content of a TXT record as Cloudflare's API takes it: quoted strings side by side (RFC 1035 §5.1).

/** What stands between each pair of quotes, escapes still in it. */
export function quotedStrings(content: string): string[] {
  // A quote that is not closed goes on to the end: tried again at each quote within, it would take quadratic time.
  return [...content.matchAll(/"((?:[^"\\]|\\.)*)("|$)/gs)].flatMap(([, text = "", end]) =>
    end === '"' ? [text] : [],
  );
}
