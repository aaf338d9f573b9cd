// IAM policies as text, compared as AWS and its provider compare them: the order of keys and lists says nothing, and one value is the
// same as a list of one (IAM User Guide, IAM JSON policy elements).

/** The same text for policies that mean the same; undefined for a text that is no JSON object. */
export function canonicalPolicy(text: string): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return undefined;
  return JSON.stringify(canonical(parsed));
}

export function isSamePolicy(one: string, other: string): boolean {
  const text = canonicalPolicy(one);
  return text !== undefined && text === canonicalPolicy(other);
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(canonical);
    if (items.length === 1) return items[0];
    return items.map((item) => JSON.stringify(item)).sort();
  }
  if (typeof value !== "object" || value === null) return value;
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, inner]) => [key, canonical(inner)]));
}
