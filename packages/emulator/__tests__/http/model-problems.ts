// Compares an answer with its model. Answers in XML are read by it first.
import type { Shape } from "../../src/http/aws-model/schema";

/** SES leaves these out whatever the model says. */
const LEFT_OUT = ["MailFromAttributes.MailFromDomain", "MailFromAttributes.MailFromDomainStatus"];

/** What of a value the model does not know, misses, or has of another type. */
export function problems(value: unknown, shape: Shape, at: string): string[] {
  if (shape.kind === "structure") {
    const given = value as Record<string, unknown>;
    const missing = shape.required.filter((name) => given[name] === undefined).map((name) => `${at}${name}`);
    return [
      ...missing.filter((name) => !LEFT_OUT.includes(name)).map((name) => `${name} is missing`),
      ...Object.entries(given).flatMap(([name, member]) => {
        const known = shape.members[name];
        return known === undefined ? [`${at}${name} is not known`] : problems(member, known(), `${at}${name}.`);
      }),
    ];
  }
  if (shape.kind === "list") return (value as unknown[]).flatMap((one) => problems(one, shape.of, at));
  if (shape.kind === "map") return Object.values(value as object).flatMap((one) => problems(one, shape.of, at));
  const wanted = { string: "string", number: "number", boolean: "boolean", time: "number", blob: "string", any: "" }[
    shape.kind
  ];
  return typeof value === wanted ? [] : [`${at} is ${JSON.stringify(value)}`];
}

const ENTITY = /&#(\d+);/g;

/** What an XML answer's `<NameResult>` holds, with its texts as numbers, lists and so on where the model has them. */
export function resultOf(xml: string, name: string, shape: Shape): unknown {
  const [, content] = new RegExp(`<${name}Result>(.*)</${name}Result>`, "s").exec(xml) ?? [];
  if (content === undefined) throw new Error(`no ${name}Result in ${xml}`);
  return fromXml(content, shape);
}

function fromXml(content: string, shape: Shape): unknown {
  const inner = elements(content);
  if (shape.kind === "list") return inner.map(([name, one]) => (name === "member" ? fromXml(one, shape.of) : name));
  if (shape.kind === "map") {
    return Object.fromEntries(
      inner.map(([, entry]) => {
        const { key, value } = Object.fromEntries(elements(entry));
        return [key, fromXml(value ?? "", shape.of)];
      }),
    );
  }
  if (shape.kind === "structure") {
    return Object.fromEntries(
      inner.map(([name, one]) => {
        const member = shape.members[name];
        return [name, member === undefined ? one : fromXml(one, member())];
      }),
    );
  }
  const text = content.replace(ENTITY, (_all, code) => String.fromCharCode(Number(code)));
  if (shape.kind === "boolean") return text === "true" ? true : text === "false" ? false : text;
  if (shape.kind === "number") return /^\d+$/.test(text) ? Number(text) : text;
  if (shape.kind === "time") return /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : text;
  return text;
}

/** The elements that stand in a text, each with what it holds. */
function elements(content: string): [string, string][] {
  const found: [string, string][] = [];
  const open: { readonly name: string; readonly from: number }[] = [];
  for (const { 0: tag, index, 1: slash, 2: name = "" } of content.matchAll(/<(\/?)(\w+)>/g)) {
    if (slash === "") open.push({ name, from: index + tag.length });
    else {
      const { from = 0 } = open.pop() ?? {};
      if (open.length === 0) found.push([name, content.slice(from, index)]);
    }
  }
  return found;
}
