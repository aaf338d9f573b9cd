// What the planning job passes to the publishing job: the review as data. The planning job runs code of the pull request, the
// publishing job does not. So nothing in the file is trusted for how it looks: a schema reads it, and even text that is our own
// in a genuine review may be written by anybody here.
import * as z from "zod";
import { inlineCode } from "../dns/text/escape";
import { mergeEffects } from "../review/render/merge";
import type { ReviewPage } from "../review/render/page";
import type { Sentence } from "../review/rules/sentence";
import { UserError } from "../user-error";

/** Increased if an older reader would misunderstand the file. */
const FORMAT = 1;

/** The place in the configuration of a finding. */
export interface Annotation {
  /** From the repository's top. */
  readonly file: string;
  readonly line: number;
  readonly risk: "danger" | "caution";
  readonly rule: string;
  readonly message: string;
}

export interface ReviewFile {
  readonly format: typeof FORMAT;
  readonly page: ReviewPage;
  readonly annotations: readonly Annotation[];
}

/** A review file that cannot be used. The message says why. */
export class ReviewFileError extends UserError {
  override readonly name = "ReviewFileError";
}

export function formatReviewFile(page: ReviewPage, annotations: readonly Annotation[]): string {
  return `${JSON.stringify({ format: FORMAT, page: { ...page, lines: mergeEffects(page.lines) }, annotations } satisfies ReviewFile)}\n`;
}

const risk = z.enum(["danger", "caution", "safe"]);
const count = z.number().int().min(0).max(1_000_000);
const text = z.string().max(20_000);
/** The name of a stack is used on command lines and in lists. */
const stack = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/);
const sentence = z.array(z.union([text, z.object({ value: text })])).max(200);
const side = z.object({ before: text.exactOptional(), after: text.exactOptional() });
const row = z.object({ risk, action: text, type: text, name: side, value: side, description: text });

const schema = z.object({
  format: z.literal(FORMAT),
  page: z.object({
    verdict: z.enum(["danger", "caution", "safe", "none"]),
    counts: z.object({ danger: count, caution: count, safe: count, accepted: count }),
    acceptedBy: text.exactOptional(),
    stacks: z
      .array(
        z.object({
          stack,
          // A plan that failed has none.
          digest: z.string().regex(/^(?:v\d{1,4}-[0-9a-f]{64})?$/),
          status: z.enum(["complete", "incomplete", "failed"]),
          changes: count,
        }),
      )
      .max(5_000),
    obstacles: z.array(z.object({ stack, unread: text.nullable(), clashes: z.array(sentence).max(5_000) })).max(5_000),
    lines: z
      .array(z.object({ risk, rule: text, domain: text.exactOptional(), accepted: z.boolean(), sentence }))
      .max(100_000),
    tables: z.array(z.object({ domain: text.exactOptional(), risk, rows: z.array(row).max(100_000) })).max(20_000),
  }),
  annotations: z
    .array(
      z.object({
        file: z
          .string()
          .max(1_000)
          .regex(/^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\]+$/u),
        line: z.number().int().min(1).max(1_000_000),
        risk: z.enum(["danger", "caution"]),
        rule: text,
        message: text,
      }),
    )
    .max(100_000),
});

/**
 * Reads a file that somebody else's code wrote. All text that Markdown could interpret is put in code.
 * @throws ReviewFileError
 */
export function parseReviewFile(json: string): ReviewFile {
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    throw new ReviewFileError("it is no JSON");
  }
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    throw new ReviewFileError(
      `it is no review of this version: ${first?.path.join(".") ?? ""}: ${first?.message ?? ""}`,
    );
  }
  const { page, annotations } = parsed.data;
  return {
    format: FORMAT,
    annotations,
    page: {
      ...page,
      obstacles: page.obstacles.map((one) => ({ ...one, clashes: one.clashes.map(tamed) })),
      lines: page.lines.map((line) => ({ ...line, rule: word(line.rule), sentence: tamed(line.sentence) })),
      tables: page.tables.map((table) => ({
        ...table,
        rows: table.rows.map((one) => ({ ...one, action: word(one.action), description: word(one.description) })),
      })),
    },
  };
}

function tamed(sentence: Sentence): Sentence {
  return sentence.map((part) => (typeof part === "string" ? word(part) : part));
}

/** Our own words contain nothing else. A dot followed by a letter may make a link. */
function word(text: string): string {
  return /^(?:[A-Za-z0-9 ,:;()'%/+-]|\.(?=\s|$))*$/.test(text) && !/:\/\/|\/\//.test(text) ? text : inlineCode(text);
}
