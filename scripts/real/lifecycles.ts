// Senders and test addresses from the first apply to the last: they are added, changed, renamed, moved to another stack and forgotten.
import { confirmEmulatorEndpoint, deleteEmulatorObjects, putEmulatorIdentity } from "../../packages/emulator/commands";
import { deleteRolePolicy, findRole, putRolePolicy, World } from "../../packages/emulator/internals/world";
import { ZONE, ZONE_NAME } from "./records";
import type { Configuration, Side, StateResource } from "./side";
import { again, DESTROY, edit, planAndApply, type Scenario, type Step, type Versions, WORLD } from "./steps";
import { comparable, synthesizeText } from "./synthesized";

const ACCOUNT = "000000000000";
const REGION = "eu-west-1";
const ROLES = ["shop", "jobs/reports", "news"].map((role) => `arn:aws:iam::${ACCOUNT}:role/${role}`);
const [SHOP, REPORTS, NEWS] = ROLES;
/** The stack of an entry that names none. */
const FIRST = "mailzone";
const YOU = "you@example.net";
const QA = "qa+mail@example.org";

/** @param only part of the names of the scenarios that are wanted; empty for all */
export function lifecycles(versions: Versions, only: string): readonly Scenario[] {
  const world = { ...WORLD, roles: ROLES };
  const all = [
    { name: "senders", world, steps: senders },
    { name: "test addresses", world, steps: testAddresses },
  ];
  // Synthesising takes seconds.
  return all
    .filter(({ name }) => name.includes(only))
    .map(({ steps, ...scenario }) => ({ ...scenario, steps: steps(entryOf(versions)) }));
}

/** What is done with the one entry, of example.com, which has these settings. */
interface Entry {
  /** Writes its stack, and applies it. */
  change(name: string, settings: string): Step;
  /** Imports all that the stack has into another one; the first one then forgets it. */
  move(name: string, settings: string): readonly Step[];
}

function entryOf(versions: Versions): Entry {
  const synthesize = (settings: string) => {
    const entry = `{domain: ${ZONE_NAME}, protect: false, ${settings}}`;
    const defaults = `{aws: {region: ${REGION}}}`;
    const [made, ...others] = synthesizeText(
      `zones: {${ZONE_NAME}: ${ZONE}}\ndefaults: ${defaults}\ndomains: [${entry}]\n`,
    );
    if (made === undefined || others.length > 0) throw new Error("one entry makes one stack");
    return { stack: made.stack, written: comparable(made.json, versions) };
  };
  const write = async (side: Side, { stack, written }: ReturnType<typeof synthesize>, more: Configuration = {}) => {
    side.enter(stack);
    side.write({ ...written, ...more });
    if (!side.isInitialized) await side.init();
  };
  const change = (name: string, settings: string): Step => {
    const made = synthesize(settings);
    return {
      name,
      async run(side) {
        await write(side, made);
        return planAndApply(side);
      },
    };
  };
  const move = (name: string, settings: string): readonly Step[] => {
    const other = synthesize(`stack: other, ${settings}`);
    return [
      {
        name,
        async run(side) {
          await write(side, other, { import: side.states[FIRST]?.map(importBlock) });
          return planAndApply(side);
        },
      },
      change("the first stack forgets it", `state: released, ${settings}`),
      edit("the other stack", (side) => write(side, other)),
      again("plan of the other stack"),
    ];
  };
  return { change, move };
}

function importBlock({ type, name, instances }: StateResource): object {
  const { zone_id: zone, id } = instances[0]?.attributes ?? {};
  return { to: `${type}.${name}`, id: type === "cloudflare_dns_record" ? `${zone}/${id}` : id };
}

function senders({ change, move }: Entry): readonly Step[] {
  const shop = `shop: "${SHOP}"`;
  const reports = `reports: {role: "${REPORTS}", from: reports@${ZONE_NAME}}`;
  return [
    change("apply", `senders: {${shop}}`),
    again("second plan"),
    change("another role", `senders: {${shop}, ${reports}}`),
    change(
      "other addresses",
      `senders: {${shop}, reports: {role: "${REPORTS}", from: [a@${ZONE_NAME}, b@${ZONE_NAME}]}}`,
    ),
    change("another key", `senders: {store: "${SHOP}", ${reports}}`),
    change("the same key for another role", `senders: {store: "${NEWS}", ${reports}}`),
    again("plan after the edits"),
    inRole("a policy changed by hand", SHOP!, (world, role) =>
      putRolePolicy(world, role, "of-somebody-else", policy("ses:SendEmail")),
    ),
    inRole("ours changed by hand", NEWS!, (world, role) =>
      putRolePolicy(world, role, `mailzone-${ZONE_NAME}-store-${REGION}`, policy("ses:*")),
    ),
    again("plan of the changed one"),
    change("applied over it", `senders: {store: "${NEWS}", ${reports}}`),
    inRole("ours deleted by hand", NEWS!, (world, role) =>
      deleteRolePolicy(world, role, `mailzone-${ZONE_NAME}-store-${REGION}`),
    ),
    again("plan of the deleted one"),
    change("made again", `senders: {store: "${NEWS}", ${reports}}`),
    change("one less", `senders: {store: "${NEWS}"}`),
    change("with a set", `configurationSet: {name: mail}, senders: {store: "${NEWS}"}`),
    change("without it", `senders: {store: "${NEWS}"}`),
    ...move("imported into another stack", `senders: {store: "${NEWS}"}`),
    DESTROY,
  ];
}

function testAddresses({ change, move }: Entry): readonly Step[] {
  return [
    edit("made by hand", (side) =>
      putEmulatorIdentity(side.access, { account: ACCOUNT, region: REGION, name: "taken@example.net" }),
    ),
    change("apply", `testAddresses: ${YOU}`),
    again("second plan"),
    edit("the link is opened", (side) => confirmEmulatorEndpoint(side.access, YOU)),
    again("plan after that"),
    change("another address", `testAddresses: [${YOU}, "${QA}"]`),
    change("tags", `testAddresses: [${YOU}, "${QA}"], aws: {tags: {team: mail}}`),
    change("other tags", `testAddresses: [${YOU}, "${QA}"], aws: {tags: {team: web, by: me}}`),
    change("no tags", `testAddresses: [${YOU}, "${QA}"]`),
    change("one in place of another", `testAddresses: [${YOU}, new@example.org]`),
    change("one that exists", `testAddresses: [${YOU}, taken@example.net]`),
    again("plan after the refusal"),
    edit("one is gone", (side) => deleteEmulatorObjects(side.access, { name: YOU, type: "identity" })),
    again("plan of the gone one"),
    change("made again", `testAddresses: [${YOU}]`),
    change("in another stack, where all exists", `stack: other, testAddresses: [${YOU}]`),
    ...move("imported into it", `testAddresses: [${YOU}]`),
    DESTROY,
  ];
}

function inRole(name: string, arn: string, change: (world: World, role: ReturnType<typeof findRole>) => void): Step {
  return edit(name, async (side: Side) => {
    const world = World.open(side.access.folder);
    try {
      change(world, findRole(world, ACCOUNT, arn.slice(arn.lastIndexOf("/") + 1)));
    } finally {
      world.close();
    }
  });
}

function policy(action: string): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });
}
