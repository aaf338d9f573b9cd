// Compares an answer with its model.
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
