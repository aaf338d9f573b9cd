// The tags of a DKIM key record's text (RFC 6376 §3.6.1). Blanks mean nothing in any value that is read here.

/** Each tag with its value, blanks taken out; of a tag that stands twice the last. */
export function dkimTags(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(";").map((part) => {
      const [name = "", ...value] = part.split("=");
      return [name.trim(), value.join("=").replace(/\s/g, "")] as const;
    }),
  );
}
