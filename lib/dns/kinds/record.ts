// Any other record of the zone that an entry lists.
import type { RecordKind } from "./kind";

const PREFIX = "record-";

export const RECORD_KIND = {
  description: "as in domains.yaml",
  descriptions: {
    en: ({ id }) => `as in domains.yaml: ${id.replace(/^record-/, "")}`,
    ja: ({ id }) => `domains.yamlの記載どおり（${id.replace(/^record-/, "")}）`,
  },
  isMail: false,
  needsMail: false,
  role: "record",
  setting: "records",
  id: /^record-.+$/s,
  ids: "`record-<key>`",
  // Every record that is of no other kind.
  matches: () => true,
  clash: { workaround: "take the record out of domains.yaml", meanwhile: "nothing changes until then" },
} as const satisfies RecordKind;

/** The id of the record under `key` in `records`. */
export function recordId(key: string): string {
  return `${PREFIX}${key}`;
}
