// The content of a TXT record in the form of Cloudflare's API: quoted strings, one after another (RFC 1035 §5.1).

/** The text between each pair of quotes, with its escapes. */
export function quotedStrings(content: string): string[] {
  // An unclosed quote goes on to the end. Trying again at each later quote would take quadratic time.
  return [...content.matchAll(/"((?:[^"\\]|\\.)*)("|$)/gs)].flatMap(([, text = "", end]) =>
    end === '"' ? [text] : [],
  );
}
