// Schemas that several settings share.
import * as z from "zod";

export const matching = (pattern: RegExp, fault: string) => z.string().regex(pattern, fault);

/** The same with a text that is right, which editors show. */
export const like = (example: string, pattern: RegExp, fault: string) =>
  matching(pattern, fault).meta({ examples: [example] });

export const name = (description: string) => z.string().min(1, "expected a name").describe(description);

export const oneLine = (description: string) =>
  matching(/^[^\r\n]*$/, "expected one line")
    .max(500, "expected at most 500 characters, Cloudflare's limit")
    .describe(description);

export const ttl = z.union([z.literal("auto"), z.int("expected a whole number of seconds, or auto")]).optional();

/** One item or a list. */
export const list = <T extends z.ZodType>(item: T) => z.union([item, z.array(item)]).optional();

/** The same for one kind, with a text that is right. */
export const rawLike = (example: string) =>
  name("The record's text, instead of all else; it is checked and published as it is.")
    .meta({ examples: [example] })
    .optional();

/** A record's text instead of its fields. */
export const raw = name("The record's text, instead of all else; it is checked and published as it is.").optional();
