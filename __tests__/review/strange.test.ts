// Records of which a plan says what nobody here knows, and records that move to another zone.
import { change, dmarc, dns, IDENTITY, identity, judged, plan, record, txt, type Values } from "./plans";

const NOTE = txt("note.example.com", "a");
const ELSEWHERE = { ...NOTE, zone_id: "f".repeat(32) };
const set = (before: Values, after: Values, rest: Values = {}) =>
  plan([record("record-note", { ...NOTE, ...before }, { ...NOTE, ...after }, rest)]);

test.each<[string, string, string]>([
  [
    "an attribute that nobody knows is set",
    set({ private_routing: false }, { private_routing: true }),
    "caution attribute-unheard-of",
  ],
  ["it is taken away", set({ private_routing: true }, { private_routing: false }), "caution attribute-unheard-of"],
  [
    "it comes with the record",
    plan([record("record-note", null, { ...NOTE, private_routing: true })]),
    "caution attribute-unheard-of",
  ],
  [
    "it is not known yet",
    set({}, {}, { after_unknown: { x: true }, actions: ["update"] }),
    "caution attribute-unheard-of",
  ],
  ["it is sensitive", set({ x: "a" }, { x: "b" }, { after_sensitive: { x: true } }), "caution attribute-unheard-of"],
  ["it stays", set({ private_routing: true }, { private_routing: true, ttl: 60 }), "safe"],
  ["it says nothing", set({ private_routing: null }, { private_routing: false }, { actions: ["update"] }), "none"],
  [
    "an identity has it",
    plan([change(`${IDENTITY}.example_com`, identity(), identity({ x: "y" }))]),
    "caution attribute-unheard-of",
  ],
  [
    "a hidden part of it changes",
    set({ data: { value: "a" } }, { data: { value: "b" } }, { after_sensitive: { data: { value: true } } }),
    "caution record-changed",
  ],
  [
    "an identity is made that the plan does not name",
    plan([change(`${IDENTITY}.x`, null, {}, { after_unknown: { email_identity: true } })]),
    "caution change-unexplained",
  ],
  [
    "a record of mail says nothing any more",
    plan([record("dmarc", dmarc("v=DMARC1; p=none"), { ...dmarc("v=DMARC1; p=none"), content: null })]),
    "danger dmarc-broken",
  ],
  ["the provider writes a time", set({ modified_on: "a" }, { modified_on: "b" }), "none"],
  [
    "a type is not known yet",
    plan([record("record-x", null, { ...NOTE, type: null }, { after_unknown: { type: true } })]),
    "danger type-unknown",
  ],
  [
    "a type is sensitive",
    plan([record("record-x", null, NOTE, { after_sensitive: { type: true } })]),
    "danger type-unknown value-hidden",
  ],
  [
    "a type becomes unknown",
    plan([
      record(
        "record-x",
        NOTE,
        { ...NOTE, type: null },
        { after_unknown: { type: true }, actions: ["delete", "create"] },
      ),
    ]),
    "danger record-changed record-replaced type-unknown",
  ],
  [
    "a record moves to another zone",
    plan([record("record-note", NOTE, ELSEWHERE, { actions: ["delete", "create"] })]),
    "danger record-changed record-replaced zone-moved",
  ],
  [
    "a record moves to a zone that is not known yet",
    plan([
      record(
        "dmarc",
        dmarc("v=DMARC1; p=none"),
        { ...dmarc("v=DMARC1; p=none"), zone_id: null },
        { after_unknown: { zone_id: true }, actions: ["delete", "create"] },
      ),
    ]),
    "danger record-replaced zone-moved",
  ],
  [
    "a record that stays says otherwise",
    plan([
      record("record-a", dns("A", "a.example.com", "192.0.2.1"), dns("A", "a.example.com", "192.0.2.2"), {
        actions: ["no-op"],
      }),
    ]),
    "danger action-unknown",
  ],
  [
    "an identity that stays says otherwise",
    plan([change(`${IDENTITY}.example_com`, identity({ arn: "a" }), identity({ arn: "b" }), { actions: ["no-op"] })]),
    "danger action-unknown",
  ],
  [
    "a sensitive value of what stays changes",
    plan([
      record(
        "record-note",
        NOTE,
        { ...NOTE, comment: "x" },
        { actions: ["no-op"], after_sensitive: { comment: true } },
      ),
    ]),
    "danger action-unknown",
  ],
])("%s", (_name, text, expected) => {
  expect(judged(text)).toBe(expected);
});
