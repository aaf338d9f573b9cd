// Answers in XML, for AWS's query protocol and for CloudFront.
import type { HttpResponse } from "../routing";

/** Lists become `member` elements, maps become `entry` elements with a key and a value. */
export type Xml = string | readonly Xml[] | ReadonlyMap<string, string> | { readonly [element: string]: Xml };

export function xmlResponse(
  status: number,
  root: string,
  namespace: string,
  content: Xml,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  const body = `<${root} xmlns="${namespace}">${toXml(content)}</${root}>\n`;
  return { status, headers: { "content-type": "text/xml", ...headers }, body };
}

function toXml(value: Xml): string {
  if (typeof value === "string") return value.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  const isList = (given: Xml): given is readonly Xml[] => Array.isArray(given);
  if (isList(value)) return value.map((member) => `<member>${toXml(member)}</member>`).join("");
  if (value instanceof Map) {
    return [...value].map(([key, one]) => `<entry>${toXml({ key, value: one })}</entry>`).join("");
  }
  return Object.entries(value)
    .map(([name, content]) => `<${name}>${toXml(content)}</${name}>`)
    .join("");
}
