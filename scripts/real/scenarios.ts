// What is done on both sides. After each step everything that can be seen is compared: the plan, the state, the world and what was said.
import {
  addEmulatorRecord,
  armEmulatorFault,
  changeEmulatorRecord,
  deleteEmulatorObjects,
} from "../../packages/emulator/commands";
import { awsScenarios } from "./aws-scenarios";
import { examples } from "./examples";
import { lifecycles } from "./lifecycles";
import { INVALID, RECORDS, REFUSED, type RecordArguments, record, ZONE, ZONE_NAME } from "./records";
import type { Configuration, Side } from "./side";
import { again, DESTROY, edit, planAndApply, type Scenario, type Step, type Versions, WORLD } from "./steps";

/** @param only part of the names of the scenarios that are wanted; empty for all */
export function scenarios(versions: Versions, only: string): readonly Scenario[] {
  const configuration = (records: Readonly<Record<string, RecordArguments>>, rest: object = {}): Configuration => ({
    terraform: {
      required_providers: { cloudflare: { source: "cloudflare/cloudflare", version: versions.cloudflare } },
      backend: { local: { path: "terraform.tfstate" } },
    },
    provider: { cloudflare: [{}] },
    ...(Object.keys(records).length === 0 ? {} : { resource: { cloudflare_dns_record: records } }),
    ...rest,
  });
  const start = (records: Readonly<Record<string, RecordArguments>>, rest?: object): Step => ({
    name: "init",
    async run(side) {
      side.write(configuration(records, rest));
      await side.init();
    },
  });
  const change = (name: string, records: Readonly<Record<string, RecordArguments>>, rest?: object): Step => ({
    name,
    async run(side) {
      side.write(configuration(records, rest));
      return planAndApply(side);
    },
  });
  const { a, txt, caa, mx, srv } = RECORDS;
  const few = { a: a!, txt: txt!, caa: caa!, mx: mx!, srv: srv! };

  const all: readonly Scenario[] = [
    ...examples(versions, only),
    {
      name: "every record type",
      world: WORLD,
      steps: [start(RECORDS), { name: "apply", run: planAndApply }, again("second plan"), again("third plan"), DESTROY],
    },
    {
      name: "ten rounds of edits",
      world: WORLD,
      steps: [
        start(RECORDS),
        { name: "apply", run: planAndApply },
        ...rounds(10).map((records, index) => change(`round ${index + 1}`, records)),
        again("second plan"),
        DESTROY,
      ],
    },
    {
      name: "what is refused",
      world: WORLD,
      steps: [
        start({}),
        ...Object.entries(INVALID).map(([name, one]) => change(name, { [name]: one })),
        ...Object.entries(REFUSED).map(([name, one]) => change(name, { [name]: one })),
      ],
    },
    {
      name: "conflicts",
      world: WORLD,
      steps: [
        start(few),
        { name: "apply", run: planAndApply },
        ...Object.entries(CONFLICTS).map(([name, one]) => change(name, { ...few, [name]: one })),
        change("a changed one that is in the way", {
          ...few,
          a: { ...few.a, type: "TXT", content: '"v=spf1 -all"', name: "txt.example.com" },
        }),
        again("plan after the conflicts"),
      ],
    },
    {
      name: "imports",
      world: WORLD,
      steps: [start({}), ...imports(few, configuration)],
    },
    {
      name: "drift",
      world: WORLD,
      steps: [start(few), { name: "apply", run: planAndApply }, ...drift()],
    },
    {
      name: "deletion",
      world: WORLD,
      steps: [
        start(few),
        { name: "apply", run: planAndApply },
        edit("a record is gone when all is destroyed", (side) =>
          deleteEmulatorObjects(side.access, { name: "txt.example.com" }),
        ),
        DESTROY,
        { name: "apply again", run: planAndApply },
        edit("the zone is gone", (side) => deleteEmulatorObjects(side.access, { name: ZONE_NAME, type: "zone" })),
        again("plan without a zone"),
        DESTROY,
      ],
    },
    {
      name: "zones looked up",
      world: { zoneNames: [ZONE_NAME, "example.net"] },
      steps: [
        start({}),
        ...Object.entries(LOOKUPS).map(([name, one]) =>
          change(
            name,
            {},
            { data: { cloudflare_zone: { it: one } }, output: { zone: { value: "${data.cloudflare_zone.it}" } } },
          ),
        ),
      ],
    },
    ...awsScenarios(versions),
    ...lifecycles(versions, only),
    {
      name: "faults that the real client survives",
      world: WORLD,
      steps: [
        start(few),
        ...[429, 500, 503].flatMap((status) => [
          faults(status),
          { name: `apply with ${status}`, run: (side: Side) => survive(side) },
          DESTROY,
        ]),
      ],
    },
  ];
  return all.filter(({ name }) => name.includes(only));
}

/** The emulated provider's clients do not try again, so only the real side gets faults, and both must end the same. */
function faults(status: number): Step {
  return edit(`two answers of ${status}`, async (side) => {
    if (side.options.realProviders === undefined) return;
    const match = { operation: "create", type: "cloudflare_dns_record", name: "txt" } as const;
    await armEmulatorFault(side.access, { kind: "error", status, times: 2, retryAfter: 0, ...match });
  });
}

async function survive(side: Side): Promise<unknown> {
  const applied = await side.apply();
  const { faults: left } = await side.world();
  return { applied, left: left.length };
}

const CONFLICTS: Readonly<Record<string, RecordArguments>> = {
  same: record("a", "A", "192.0.2.1"),
  same_text: record("txt", "TXT", '"v=spf1 -all"'),
  cname_beside: record("a", "CNAME", "target.example.net"),
  ns_beside: record("a", "NS", "ns1.example.net"),
  same_data: record("@", "CAA", { flags: 0, tag: "issue", value: "ca.example.net" }),
};

function imports(
  few: Readonly<Record<string, RecordArguments>>,
  configuration: (records: Readonly<Record<string, RecordArguments>>, rest?: object) => Configuration,
): readonly Step[] {
  const idOf = async (side: Side, name: string) => {
    const { zones } = await side.world();
    return zones.flatMap(({ records }) => records).find((one) => one.name === name)?.id ?? "";
  };
  const byCommand = (name: string, id: (side: Side) => Promise<string>): Step => ({
    name,
    async run(side) {
      side.write(configuration({ a: few.a! }));
      const imported = await side.import("cloudflare_dns_record.a", await id(side));
      return { imported, planned: await side.plan() };
    },
  });
  return [
    edit("made by hand", async (side) => {
      await addEmulatorRecord(side.access, { name: "a.example.com", type: "A", content: "192.0.2.1" });
      await addEmulatorRecord(side.access, { name: "txt.example.com", type: "TXT", content: '"v=spf1 -all"', ttl: 60 });
      await addEmulatorRecord(side.access, { name: "example.com", type: "CAA", content: '0 issue "ca.example.net"' });
    }),
    byCommand("of another zone", async () => `${"f".repeat(32)}/${"e".repeat(32)}`),
    byCommand("of no record", async () => `${ZONE}/${"e".repeat(32)}`),
    byCommand("without a zone", async () => "e".repeat(32)),
    byCommand("by the command", async (side) => `${ZONE}/${await idOf(side, "a.example.com")}`),
    {
      name: "by blocks",
      async run(side) {
        const blocks = [
          ["txt", "txt.example.com"],
          ["caa", "example.com"],
        ] as const;
        const block = async ([to, name]: (typeof blocks)[number]) => ({
          to: `cloudflare_dns_record.${to}`,
          id: `${ZONE}/${await idOf(side, name)}`,
        });
        const { a, txt, caa } = few;
        side.write(configuration({ a: a!, txt: txt!, caa: caa! }, { import: await Promise.all(blocks.map(block)) }));
        return planAndApply(side);
      },
    },
    again("second plan"),
  ];
}

function drift(): readonly Step[] {
  const byHand = (name: string, job: (side: Side) => Promise<unknown>): readonly Step[] => [
    edit(name, job),
    again(`plan: ${name}`),
    { name: `apply: ${name}`, run: planAndApply },
  ];
  return [
    ...byHand("another ttl", (side) =>
      changeEmulatorRecord(side.access, { name: "a.example.com", type: "A", ttl: 600 }),
    ),
    ...byHand("proxied", (side) =>
      changeEmulatorRecord(side.access, { name: "a.example.com", type: "A", proxied: true }),
    ),
    ...byHand("a comment", (side) =>
      changeEmulatorRecord(side.access, { name: "txt.example.com", type: "TXT", comment: "mine" }),
    ),
    ...byHand("another content", (side) =>
      changeEmulatorRecord(side.access, { name: "txt.example.com", type: "TXT", content: '"v=spf1 ~all"' }),
    ),
    ...byHand("another priority", (side) =>
      changeEmulatorRecord(side.access, { name: "mx.example.com", type: "MX", priority: 20 }),
    ),
    ...byHand("other data", (side) =>
      changeEmulatorRecord(side.access, { name: "example.com", type: "CAA", content: '0 issue "other.example.net"' }),
    ),
    ...byHand("a deleted record", (side) => deleteEmulatorObjects(side.access, { name: "a.example.com" })),
    edit("one more drift", (side) => changeEmulatorRecord(side.access, { name: "a.example.com", type: "A", ttl: 600 })),
    { name: "refresh only", run: async (side) => ({ applied: await side.apply("-refresh-only") }) },
  ];
}

const LOOKUPS: Readonly<Record<string, object>> = {
  "by name": { filter: { name: ZONE_NAME } },
  "by name and status": { filter: { name: "example.net", status: "active" } },
  "by a name that none has": { filter: { name: "none.example" } },
  "by a status that both have": { filter: { status: "active" } },
  "by an id that none has": { zone_id: "f".repeat(32) },
  "by id and filter": { zone_id: ZONE, filter: { name: ZONE_NAME } },
  "by nothing": {},
};

/** Each round changes some records, deletes one and makes one. The numbers are the same in every run. */
function rounds(count: number): Record<string, RecordArguments>[] {
  let seed = 20_261_129;
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const made: Record<string, RecordArguments>[] = [];
  let records: Record<string, RecordArguments> = { ...RECORDS };
  for (let round = 0; round < count; round += 1) {
    const names = Object.keys(records);
    for (let edits = 0; edits < 6; edits += 1) {
      const name = names[next(names.length)]!;
      records = { ...records, [name]: changed(records[name]!, next(9), round * 10 + edits) };
    }
    const { [names[next(names.length)]!]: _gone, ...rest } = records;
    records = { ...rest, [`new_${round}`]: record(`new-${round}`, "TXT", `"round ${round}"`) };
    made.push(records);
  }
  return made;
}

function changed(one: RecordArguments, kind: number, number: number): RecordArguments {
  const isProxied = one.proxied === true;
  if (kind === 0 && !isProxied) return { ...one, ttl: 300 + number };
  if (kind === 1) return { ...one, comment: `comment ${number}` };
  if (kind === 2) return { ...one, comment: undefined };
  if (kind === 3) return { ...one, name: `moved-${number}.${ZONE_NAME}` };
  if (kind === 4) return { ...one, tags: [`round:${number}`] };
  if (kind === 5 && one.type === "A") return { ...one, content: `192.0.2.${100 + number}` };
  if (kind === 6 && one.type === "TXT") return { ...one, content: `"text ${number}"` };
  if (kind === 7 && one.type === "A") return { ...one, type: "AAAA", content: `2001:db8::${100 + number}` };
  if (kind === 8 && one.priority !== undefined && one.data === undefined) return { ...one, priority: number };
  return { ...one, tags: undefined };
}
