// A setting that makes one text has fields, or the text itself as `raw`.
import { EntryFault } from "./fault";

/**
 * The text under `raw`; undefined where the setting has fields.
 * @throws EntryFault if it has both
 */
export function rawText(setting: { readonly raw?: string }, field: string, key: string): string | undefined {
  if (setting.raw === undefined) return undefined;
  const others = Object.keys(setting).filter((name) => name !== "raw");
  if (others.length === 0) return setting.raw;
  throw new EntryFault(`"${field}" of "${key}" has raw and ${others.join(", ")}: keep raw alone, or leave it out`, [
    field,
  ]);
}
