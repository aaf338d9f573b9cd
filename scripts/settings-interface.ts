// The interface of a MailDomain's properties, written from the schema that validates them: so editors show what a property means, and
// nobody writes it twice. zod's own types would carry no descriptions.
import * as z from "zod";
import type { SchemaNode } from "../lib/config/schema/json-schema";
import { MailDomainSettings } from "../lib/config/schema/mail-domain";

/** The file that holds it. */
export const SETTINGS_FILE = "lib/config/mail-domain-settings.ts";

const HEAD = `// What a MailDomain takes, but for its providers: written by \`npm run schemas\` from lib/config/schema/mail-domain.ts.
import type { RecordType } from "../dns/record-types";

/** The settings of one domain in code: flat, in the words of SES and Cloudflare, with the defaults of domains.yaml. */
export interface MailDomainSettings `;

/** The file's text, before the formatter. */
export function settingsInterface(): string {
  const schema = z.toJSONSchema(MailDomainSettings, { io: "input" }) as SchemaNode;
  return `${HEAD}${objectType(schema)}\n`;
}

function typeOf(node: SchemaNode): string {
  const union = node.anyOf ?? node.oneOf;
  if (union !== undefined) return [...new Set(union.map(typeOf))].join(" | ");
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum?.includes("CNAME")) return "RecordType";
  if (node.enum !== undefined) return node.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (node.type === "array" && node.items !== undefined) return `readonly ${bracketed(typeOf(node.items))}[]`;
  if (node.type === "object") return objectType(node);
  if (node.type === "integer") return "number";
  if (node.type === "string" || node.type === "number" || node.type === "boolean") return node.type;
  throw new Error(`the schema has a node that is not understood: ${JSON.stringify(node)}`);
}

function bracketed(type: string): string {
  return type.includes(" | ") ? `(${type})` : type;
}

function objectType({ properties, required = [], additionalProperties }: SchemaNode): string {
  if (typeof additionalProperties === "object") return `Readonly<Record<string, ${typeOf(additionalProperties)}>>`;
  const members = Object.entries(properties ?? {}).map(([name, node]) => {
    const mark = required.includes(name) ? "" : "?";
    return `${docComment(node, mark === "?")}readonly ${name}${mark}: ${typeOf(node)};`;
  });
  return `{\n${members.join("\n")}\n}`;
}

/** The description; what it says of the default stands as `@default`. */
function docComment({ description = "" }: SchemaNode, isOptional: boolean): string {
  const [, text = description, value] = /^([\s\S]*?) ?Default: ([\s\S]*?)\.$/.exec(description) ?? [];
  const lines = [text, isOptional && value !== undefined ? `@default - ${value}` : ""].filter((line) => line !== "");
  if (lines.length === 0) return "";
  return lines.length === 1 ? `/** ${lines[0]} */\n` : `/**\n${lines.map((line) => ` * ${line}\n`).join("")} */\n`;
}
