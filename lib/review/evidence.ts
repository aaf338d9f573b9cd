// What DMARC reports say of a stricter policy: the JSON of `mailzone reports`, which a person gives to a review. It is as good as the
// reports, which anybody can send; it is read as data and nothing in it is believed but figures and names.
import { canonicalName } from "../dns/canonical";
import { DMARC_POLICIES, type DmarcPolicy } from "../dns/text/dmarc";
import { UserError } from "../user-error";

/** What a policy would have done to a domain's mail in a period. */
export interface PolicyEvidence {
  readonly messages: number;
  /** Messages of senders that are or seem to be the domain's. */
  readonly own: number;
  /** These senders with their messages, most first. */
  readonly senders: readonly { readonly name: string; readonly messages: number }[];
}

export interface DmarcEvidence {
  /** Days, such as `2026-11-02`. */
  readonly from: string;
  readonly to: string;
  /** Days since the period ended; negative if it ends in the future. */
  readonly age: number;
  /** All messages of the period. */
  readonly messages: number;
  /** Of these, messages of senders that are or seem to be the domain's. */
  readonly own: number;
  readonly effects: ReadonlyMap<DmarcPolicy, PolicyEvidence>;
}

const DAY = 24 * 60 * 60 * 1000;

type Json = Readonly<Record<string, unknown>>;

/**
 * The evidence by domain.
 * @param file as messages name it
 * @param now milliseconds since 1970
 * @throws UserError where the text is not the JSON of `mailzone reports`
 */
export function readEvidence(text: string, file: string, now: number): ReadonlyMap<string, DmarcEvidence> {
  const fix = "write it with mailzone reports --format json --out FILE";
  const fail = (what: string) => new UserError(`${JSON.stringify(file)} ${what}: ${fix}`);
  let answer: Json;
  try {
    answer = record(JSON.parse(text));
  } catch {
    throw fail("is not JSON");
  }
  if (answer.version !== 1 || !Array.isArray(answer.domains)) throw fail("is not an answer of mailzone reports");
  return new Map(
    answer.domains.map((item: unknown): [string, DmarcEvidence] => {
      const { domain, period, messages, senders, effects } = record(item);
      const { begin, end } = record(period);
      const [from, to] = [timeOf(begin), timeOf(end)];
      if (
        typeof domain !== "string" ||
        from === undefined ||
        to === undefined ||
        !isCount(messages) ||
        !Array.isArray(senders) ||
        !Array.isArray(effects)
      )
        throw fail("has a domain that mailzone reports did not write");
      return [
        canonicalName(domain),
        {
          from: from.day,
          to: to.day,
          age: Math.floor((now - to.time) / DAY),
          messages,
          own: sum(ownSenders(senders, fail)),
          effects: new Map(effects.map((effect) => effectOf(effect, fail))),
        },
      ];
    }),
  );
}

type Fail = (what: string) => UserError;

function effectOf(item: unknown, fail: Fail): [DmarcPolicy, PolicyEvidence] {
  const { policy, messages, senders } = record(item);
  const known = DMARC_POLICIES.find((one) => one === policy);
  if (known === undefined || !isCount(messages) || !Array.isArray(senders))
    throw fail("has an effect that mailzone reports did not write");
  const own = ownSenders(senders, fail);
  return [known, { messages, own: sum(own), senders: own }];
}

function ownSenders(senders: readonly unknown[], fail: Fail): PolicyEvidence["senders"] {
  return senders
    .map(record)
    .filter(({ group }) => group !== "foreign")
    .map(({ title, messages }) => {
      if (typeof title !== "string" || !isCount(messages))
        throw fail("has a sender that mailzone reports did not write");
      return { name: title, messages };
    });
}

function sum(senders: PolicyEvidence["senders"]): number {
  return senders.reduce((total, { messages }) => total + messages, 0);
}

function timeOf(value: unknown): { readonly time: number; readonly day: string } | undefined {
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  const day = typeof value === "string" ? /^\d{4}-\d\d-\d\d(?=T)/.exec(value)?.[0] : undefined;
  return Number.isNaN(time) || day === undefined ? undefined : { time, day };
}

function record(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
