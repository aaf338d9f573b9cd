import { type Block, blockType, completeValue, overlaySchema, schemaToProto } from "../../src/protocol/schema";

const derived: Block = {
  attributes: {
    name: { type: "string", required: true },
    settings: { nested: { nesting: "single", attributes: { flat: { type: "bool", optional: true } } }, optional: true },
  },
  blocks: { keys: { nesting: "list", block: { attributes: { secret: { type: "string", optional: true } } } } },
};

test("an overlay adds what the bindings do not say, at any depth", () => {
  const { block } = overlaySchema(derived, {
    "keys.secret": { sensitive: true },
    keys: { computed: true },
    "settings.flat": { computed: true },
  });
  expect(block.blocks?.keys).toMatchObject({
    computed: true,
    block: { attributes: { secret: { sensitive: true, optional: true } } },
  });
  expect(block.attributes.settings?.nested?.attributes.flat).toEqual({ type: "bool", optional: true, computed: true });
});

test("an overlay that names nothing in the schema is an error", () => {
  expect(() => overlaySchema(derived, { nmae: { sensitive: true } })).toThrow('the overlay names "nmae"');
});

test("a block's type has its attributes and its blocks", () => {
  expect(blockType(derived)).toEqual([
    "object",
    { name: "string", settings: ["object", { flat: "bool" }], keys: ["list", ["object", { secret: "string" }]] },
  ]);
});

test("a completed value has every attribute, and no blocks are an empty list", () => {
  expect(completeValue(derived, { keys: [{}] })).toEqual({ name: null, settings: null, keys: [{ secret: null }] });
  expect(completeValue(derived, {})).toEqual({ name: null, settings: null, keys: [] });
});

test("protocol 5 has no nested attributes: there they are an object type", () => {
  const schema = overlaySchema(derived);
  const attributes = (protocol: 5 | 6) =>
    (
      schemaToProto(schema, protocol) as {
        block: { attributes: { name: string; type?: Buffer; nested_type?: object }[] };
      }
    ).block.attributes;
  expect(String(attributes(5)[1]?.type)).toBe('["object",{"flat":"bool"}]');
  expect(attributes(6)[1]?.nested_type).toMatchObject({ nesting: 1 });
});
