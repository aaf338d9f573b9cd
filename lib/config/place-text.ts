// How messages name a place of a file.
import type { Path } from "./entries/fault";
import type { YamlSource } from "./yaml/source";

/** `"dmarc.policy" of "example.com"` for a path into the entry of example.com. */
export function placeText(
  path: Path,
  source: YamlSource,
  subject?: string,
): { readonly text: string; readonly domain?: string } {
  if (subject !== undefined) return { text: path.length === 0 ? subject : `"${dotted(path)}" of ${subject}` };
  const [top, index, ...rest] = path;
  if (top === undefined) return { text: "the file" };
  if (top === "zones" && index !== undefined) return { text: `zone "${String(index)}"` };
  if (top === "imports" && typeof index === "number") return importPlaceText(index, rest, source);
  if (top !== "domains" || typeof index !== "number") return { text: `"${dotted(path)}"` };
  const entry = valueAt(source.value, [top, index]) as { name?: unknown; domain?: unknown } | undefined;
  const name = [entry?.name, entry?.domain].find((candidate) => typeof candidate === "string");
  const entryText = name === undefined ? `domain ${index + 1} of the list` : `"${String(name)}"`;
  const domain = name === undefined ? {} : { domain: String(name) };
  return { text: rest.length === 0 ? entryText : `"${dotted(rest)}" of ${entryText}`, ...domain };
}

/** `"fingerprint" of "example.com" dkim-1` */
function importPlaceText(index: number, rest: Path, source: YamlSource): ReturnType<typeof placeText> {
  const item = valueAt(source.value, ["imports", index]) as { entry?: unknown; record?: unknown } | undefined;
  const isNamed = typeof item?.entry === "string" && typeof item.record === "string";
  const subject = isNamed ? `"${item.entry}" ${item.record}` : `import ${index + 1} of the list`;
  const domain = isNamed ? { domain: String(item.entry) } : {};
  return { text: rest.length === 0 ? subject : `"${dotted(rest)}" of ${subject}`, ...domain };
}

/** `dmarc.rua[0]` */
function dotted(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? String(step) : `${text}.${String(step)}`;
  }, "");
}

export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      value instanceof Object && Object.hasOwn(value, key) ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    root,
  );
}
