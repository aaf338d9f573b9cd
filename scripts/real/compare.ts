// Compares what two sides showed. Ids, DKIM tokens, times and addresses differ in every run, so each is replaced by what it stands for;
// everything else must be equal.
import { normalizedJson } from "../../packages/emulator/internals/resources";
import type { SesEventDestination } from "../../packages/emulator/internals/world";
import type { Side, StateResource } from "./side";

/** One value that is not the same on both sides. */
export interface Difference {
  /** Such as `plan.resource_changes.cloudflare_dns_record.txt.change.after.ttl`. */
  readonly at: string;
  readonly emulated: unknown;
  readonly real: unknown;
}

/** Names of what differs in every run, kept for a side, because an id is known only until it is deleted. */
export class Names {
  readonly #names = new Map<string, string>();

  /** Takes in the ids and tokens of a state. */
  learn(state: readonly StateResource[]): void {
    for (const { mode, type, name, instances } of state) {
      if (mode !== "managed" && type !== "aws_sesv2_email_identity") continue;
      for (const { attributes } of instances) {
        if (type === "cloudflare_dns_record") this.#add(attributes.id, `${type}.${name}`);
        if (type === "aws_acm_certificate") this.#add(attributes.arn, `${type}.${name}`);
        if (type.startsWith("aws_iam_")) this.#add(attributes.unique_id ?? attributes.policy_id, `${type}.${name}`);
        if (type !== "aws_sesv2_email_identity") continue;
        const [dkim] = (attributes.dkim_signing_attributes ?? []) as { tokens?: string[] }[];
        for (const [index, token] of (dkim?.tokens ?? []).entries()) this.#add(token, `${type}.${name} token ${index}`);
      }
    }
  }

  /** Ids of what was made by hand. */
  call(id: string, name: string): void {
    this.#add(id, name);
  }

  #add(value: unknown, name: string): void {
    if (typeof value === "string" && value.length >= 20) this.#names.set(value, `<${name}>`);
  }

  /** The value with every id, token, time and address replaced, at any depth. */
  replace(value: unknown): unknown {
    if (typeof value === "string") return this.#text(value);
    if (Array.isArray(value)) return value.map((one) => this.replace(one));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [this.#text(key), this.replace(one)]));
  }

  #text(text: string): string {
    const named = [...this.#names].reduce((all, [value, name]) => all.replaceAll(value, name), text);
    return named
      .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, "<time>")
      .replace(/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? \+0000 UTC/g, "<time>")
      .replace(/https:\/\/api\.cloudflare\.com(?=\/client\/v4)|http:\/\/127\.0\.0\.1:\d+/g, "<api>")
      .replace(/ \(emulated\)/g, "")
      .replace(/RequestID: [0-9a-f-]{36}/g, "RequestID: <id>");
  }
}

/** Parts of the plan that say when and by what it was made. */
const PLAN_IGNORED = ["timestamp", "terraform_version", "format_version", "errored", "complete"];

/** A plan with its lists as maps by address, because their order has no meaning. */
export function planOf(plan: unknown): unknown {
  if (typeof plan !== "object" || plan === null) return plan;
  const kept = Object.entries(plan).filter(([name]) => !PLAN_IGNORED.includes(name));
  const { relevant_attributes: relevant = [], ...rest } = Object.fromEntries(kept);
  // A list without addresses whose order has no meaning either.
  const named = (relevant as { resource: string; attribute: unknown }[]).map(({ resource, attribute }) => [
    `${resource} ${JSON.stringify(attribute)}`,
    true,
  ]);
  return { ...(byAddress(rest) as object), relevant_attributes: Object.fromEntries(named) };
}

function byAddress(value: unknown): unknown {
  if (Array.isArray(value)) {
    const addressed = value.every((one) => typeof one === "object" && one !== null && "address" in one);
    if (!addressed || value.length === 0) return value.map(byAddress);
    return Object.fromEntries(value.map((one: { address: string }) => [one.address, byAddress(one)]));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, byAddress(one)]));
}

/** The states of all stacks, by the stack and the address. */
export function statesOf(states: Side["states"]): unknown {
  const byAddressOf = (state: readonly StateResource[]) =>
    Object.fromEntries(state.map((one) => [`${one.mode === "data" ? "data." : ""}${one.type}.${one.name}`, one]));
  return Object.fromEntries(Object.entries(states).map(([stack, state]) => [stack, byAddressOf(state)]));
}

/** The world by what its things are called, without its clock and journal. */
export async function worldOf(side: Side): Promise<unknown> {
  const { identities, zones, distributions, calls } = await side.world();
  const keyOf = ({ name, type, content }: { name: string; type: string; content: string }) =>
    `${type} ${name} ${content}`;
  return {
    identities: Object.fromEntries(
      identities.map(({ timeLeft: _left, ...one }) => [
        `${one.account}/${one.region}/${one.name}`,
        { ...one, mailFrom: one.mailFrom && { ...one.mailFrom, timeLeft: 0 } },
      ]),
    ),
    zones: Object.fromEntries(
      zones.map((zone) => [
        zone.name ?? zone.id,
        { ...zone, records: Object.fromEntries(zone.records.map((record) => [keyOf(record), record])) },
      ]),
    ),
    distributions,
    aws: awsOf(side),
    calls: Object.fromEntries(calls.map((call) => [call, true])),
  };
}

/**
 * By ARN or key, without the times and ids of what was made. Of what IAM only keeps, such as tags, the emulated provider tells it nothing
 * but the policies in a role.
 */
function awsOf(side: Side): unknown {
  const { identities, sets, topics, subscriptions, iam, certificates } = side.awsTables();
  const keyed = <T extends { readonly account: string; readonly region: string; readonly name: string }>(
    all: readonly T[],
  ) => Object.fromEntries(all.map((one) => [`${one.account}/${one.region}/${one.name}`, one]));
  const withoutTimes = <T extends object | null>(search: T) =>
    search && { ...search, since: undefined, keyMade: undefined };
  return {
    identities: keyed(
      identities.map((one) => ({ ...one, dkim: withoutTimes(one.dkim), mailFrom: withoutTimes(one.mailFrom) })),
    ),
    // Terraform makes destinations side by side.
    sets: keyed(sets.map(({ destinations, ...one }) => ({ ...one, destinations: byName(destinations) }))),
    topics: Object.fromEntries(topics.map((one) => [one.arn, one])),
    // The token of a request differs in each, and ACM keeps the names in their order.
    certificates: Object.fromEntries(
      certificates.map(({ requested: _, issued, idempotencyToken: _token, ...one }) => [
        one.arn,
        { ...one, isIssued: issued !== undefined },
      ]),
    ),
    subscriptions: Object.fromEntries(subscriptions.map((one) => [one.arn, one])),
    iam: Object.fromEntries(
      iam.map(({ id: _, made: _made, details, ...one }) => [
        one.arn,
        {
          ...one,
          document: one.document && normalizedJson(one.document),
          inline: inlineOf(details?.inline),
          // A set, which each provider sends in its own order.
          audiences: one.audiences && [...one.audiences].sort(),
        },
      ]),
    ),
  };
}

function inlineOf(policies: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(policies).map(([name, document]) => [name, normalizedJson(document)]));
}

/** The types of events are a set. */
function byName(all: readonly SesEventDestination[]): Readonly<Record<string, SesEventDestination>> {
  return Object.fromEntries(
    all.map((one) => [one.Name, { ...one, MatchingEventTypes: [...one.MatchingEventTypes].sort() }]),
  );
}

/** Where two values differ, down to the attribute. */
export function differences(emulated: unknown, real: unknown, at: string): Difference[] {
  if (JSON.stringify(emulated) === JSON.stringify(real)) return [];
  const both = [emulated, real];
  if (both.every((one) => typeof one === "object" && one !== null && !Array.isArray(one))) {
    const [left, right] = both as [Record<string, unknown>, Record<string, unknown>];
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
      differences(left[key], right[key], `${at}.${key}`),
    );
  }
  if (Array.isArray(emulated) && Array.isArray(real) && emulated.length === real.length)
    return emulated.flatMap((one, index) => differences(one, real[index], `${at}[${index}]`));
  return [{ at, emulated, real }];
}
