// What in the zones blocks a plan, as seen when the plan was made. It is kept beside plan.json and shown by the review. It does
// not change what the plan does, so it is not part of a digest.
import * as z from "zod";
import type { Finding } from "../dns/finding";
import { ReviewError } from "../plan/error";
import type { Plan } from "../plan/plan";
import type { Clash } from "./clashes";
import type { Remedy } from "./remedies";
import { plainSentence, type Sentence, say, words } from "./rules/sentence";

export interface PreflightClash {
  /** The Terraform address of the record that cannot be created. */
  readonly address: string;
  /** Null for a record that is not ours. */
  readonly entry: string | null;
  readonly record: string | null;
  readonly type: string;
  readonly name: string;
  /** Whether the record exists already and is moved to the name. */
  readonly moved: boolean;
  readonly live: { readonly type: string; readonly content: string; readonly priority: number | null };
  readonly why: string;
  readonly cure: Remedy;
}

export interface Preflight {
  readonly format: 1;
  /** Why the zones could not be read; null if they were read. */
  readonly unread: string | null;
  readonly clashes: readonly PreflightClash[];
}

const schema = z.object({
  format: z.literal(1),
  unread: z.string().nullable(),
  clashes: z.array(
    z.object({
      address: z.string(),
      entry: z.string().nullable(),
      record: z.string().nullable(),
      type: z.string(),
      name: z.string(),
      moved: z.boolean(),
      live: z.object({ type: z.string(), content: z.string(), priority: z.number().nullable() }),
      why: z.string(),
      cure: z.object({
        do: z.enum(["adopt", "forget", "mail-from", "delegated", "delete"]),
        label: z.string().exactOptional(),
      }),
    }),
  ),
});

/** @throws ReviewError if it is not a preflight.json of this version */
export function readPreflight(text: string, stack: string): Preflight {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new ReviewError(`preflight.json of stack "${stack}" cannot be read: plan it again`, { cause: error });
  }
}

/** @param plan that creates the record */
export function preflightClash(
  { create, live, reason, remedy }: Clash,
  { drift }: Pick<Plan, "drift">,
): PreflightClash {
  const { address, entry = null, record = null, type, name, moved } = create;
  const { content, priority } = live;
  return {
    address,
    entry,
    record,
    type,
    name,
    moved,
    why: reason,
    // An import of an address that the state still has does nothing.
    cure: remedy.do === "adopt" && isGone(address, drift) ? { do: "forget" } : remedy,
    live: { type: live.type, content, priority },
  };
}

/** Whether the state has a record at the address that is not there any more. */
function isGone(address: string, drift: Plan["drift"]): boolean {
  return drift.some((change) => change.address === address && change.action === "delete");
}

/** `record "dmarc" of "example.com", TXT "_dmarc.example.com"`; the address of a record that is not ours. */
export function recordSentence(
  record: Pick<PreflightClash, "address" | "entry" | "record" | "type" | "name">,
): Sentence {
  const { address, entry, record: id, type, name } = record;
  const subject = entry === null || id === null ? say`${address}` : say`record ${id} of ${entry}`;
  return say`${subject}, ${words(type)} ${name}`;
}

/** `record "dmarc" of "example.com", TXT "_dmarc.example.com", cannot be made: … stands there, and …` */
export function clashSentence(clash: PreflightClash): Sentence {
  const { moved, live, why } = clash;
  const priority = live.priority === null ? "" : ` ${live.priority}`;
  const done = words(moved ? "moved there" : "created");
  const there = say`${`${live.type}${priority} ${live.content}`} exists there, and `;
  return [...say`${recordSentence(clash)}, cannot be ${done}: `, ...there, why];
}

/** What in the zones blocks each stack's plan, or why that is not known. */
export function obstacleFindings(preflights: ReadonlyMap<string, Preflight>): Finding[] {
  return [...preflights].flatMap(([stack, { unread, clashes }]): Finding[] => [
    ...clashes.map(
      (clash): Finding => ({
        source: "review",
        rule: "stands-in-the-way",
        severity: "error",
        stack,
        domain: clash.entry ?? undefined,
        record: clash.record ?? undefined,
        address: clash.address,
        message: plainSentence(clashSentence(clash)),
      }),
    ),
    ...(unread === null
      ? []
      : [{ source: "review", rule: "zone-unread", severity: "unknown", stack, message: unread } as const]),
  ]);
}

/**
 * What to do about the clashes; each step once.
 * @param adopt such as `mailzone adopt --emulated`
 */
export function remedyTexts(clashes: readonly PreflightClash[], adopt: string): string[] {
  const withRemedy = (kind: Remedy["do"]) => clashes.filter(({ cure }) => cure.do === kind);
  const texts: string[] = [];
  const adoption = (found: readonly PreflightClash[]) =>
    `run ${[adopt, ...new Set(found.flatMap(({ entry }) => entry ?? []).sort())].join(" ")} to adopt the existing records`;
  const [known, fresh] = [withRemedy("forget"), withRemedy("adopt")];
  if (known.length > 0) {
    const addresses = known.map(({ address }) => address).join(" ");
    const them = known.length === 1 ? "the old id of a record that was" : "the old ids of records that were";
    texts.push(
      `the state still has ${them} deleted and made again: run terraform state rm ${addresses} in the stack's folder, then ${adoption(known)}`,
    );
  }
  if (fresh.length > 0) texts.push(adoption(fresh));
  for (const { entry, address, cure } of withRemedy("mail-from")) {
    texts.push(
      `the MAIL FROM name of "${entry ?? address}" is used for something else: write mailFrom: ${cure.label} for it, or another label that nothing uses`,
    );
  }
  for (const { name } of withRemedy("delegated")) {
    texts.push(`"${name}" is delegated to other name servers: publish the record there, or delete the NS records`);
  }
  const [moved, created] = [true, false].map((is) => withRemedy("delete").some((clash) => clash.moved === is));
  if (moved) texts.push("delete the record at the new name, or use another name");
  if (created)
    texts.push("delete the existing record, or give the new one another name or remove it from domains.yaml");
  return [...new Set(texts)];
}
