// Which arguments a configuration gives to a type, and which attributes it reads of it. Nothing is evaluated: names are enough to
// make a schema that the configuration fits.
import type { HclBody } from "./hcl";
import { type ArgumentShape, mergeShapes, type UsedType } from "./used-types";

/** Terraform's own arguments and blocks, which are in no schema. */
const META = ["count", "for_each", "depends_on", "provider", "lifecycle", "provisioner", "connection", "//"];
const NAME = /^[A-Za-z_][\w-]{0,120}$/;
/** A reference to an attribute, such as `aws_s3_bucket.files[0].arn`. */
const REFERENCE =
  /\b(data\.)?([a-z][a-z0-9]*_[a-z0-9_]+)\.[A-Za-z_][\w-]{0,120}(?:\[[^\]\n]{0,120}\]|\.\*|\.\d{1,9})?\.([A-Za-z_][\w-]{0,120})/g;

/** The shape of a block in HCL. */
export function hclShape({ attributes, blocks }: HclBody): ArgumentShape {
  const nested = blocks.flatMap(({ type, labels, ...body }): [string, ArgumentShape][] => {
    if (type !== "dynamic") return [[type, hclShape(body)]];
    // `dynamic "rule" { content { … } }` makes blocks of the type "rule".
    const content = body.blocks.filter((block) => block.type === "content").map(hclShape);
    return labels[0] === undefined ? [] : [[labels[0], mergeShapes(content)]];
  });
  return shapeOf([...attributes.keys()], nested);
}

/** The shape of a block in JSON, where blocks cannot be told from attributes: all are attributes, except dynamic blocks. */
export function jsonShape(body: Readonly<Record<string, unknown>>): ArgumentShape {
  const names = Object.keys(body).filter((name) => name !== "dynamic");
  const dynamic = objectsIn(body.dynamic).flatMap((one) => Object.entries(one));
  const nested = dynamic.map(([name, block]): [string, ArgumentShape] => {
    const contents = objectsIn(block).flatMap(({ content }) => objectsIn(content));
    return [name, mergeShapes(contents.map(jsonShape))];
  });
  return shapeOf(names, nested);
}

/** The attributes that a text of configuration refers to, as shapes of their types. */
export function referencedTypes(text: string): readonly UsedType[] {
  return [...text.matchAll(REFERENCE)].map(([, data, name = "", attribute = ""]) => ({
    kind: data === undefined ? "resource" : "data",
    name,
    shape: { attributes: [attribute], blocks: {} },
  }));
}

function shapeOf(attributes: readonly string[], nested: readonly (readonly [string, ArgumentShape])[]): ArgumentShape {
  const isOwn = (name: string) => NAME.test(name) && !META.includes(name);
  const blocks = nested
    .filter(([name]) => isOwn(name))
    .map(([name, shape]) => ({ attributes: [], blocks: { [name]: shape } }));
  return mergeShapes([{ attributes: attributes.filter(isOwn), blocks: {} }, ...blocks]);
}

/** In Terraform's JSON a block is an object, and several blocks are an array. */
export function objectsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  return typeof value === "object" && value !== null ? [value as Readonly<Record<string, unknown>>] : [];
}
