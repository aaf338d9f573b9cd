// Lines that YAML reads in another way than they look, because a character only looks like one of YAML's. What the parser says of
// them is about its consequences, often in several places.
import type { YamlFault } from "./tokens";

type Check = (line: string) => readonly [message: string, column: number] | undefined;

const CHECKS: readonly Check[] = [
  (line) => {
    const [indent] = /^[ \u00a0\u2000-\u200b\u202f\u3000]+/.exec(line) ?? [""];
    const column = indent.search(/[^ ]/);
    const code = indent.codePointAt(Math.max(column, 0))?.toString(16).toUpperCase().padStart(4, "0");
    return column < 0 ? undefined : [`U+${code} stands in the indentation and is no blank: use the space bar`, column];
  },
  (line) => {
    const [, before = "", dash] = /^(\s*)([\u2010-\u2015\u2212\uff0d\u2022\u30fb*])\s/u.exec(line) ?? [];
    if (dash === undefined) return undefined;
    return [`"${dash}" is no hyphen: begin an item of a list with "-" and a blank`, before.length];
  },
  (line) => {
    const [, before = ""] = /^(\s*(?:- )?[^\s"'#:\uff1a]+)\uff1a/u.exec(line) ?? [];
    return before === "" ? undefined : ['"\uff1a" is no colon: write ":" and a blank after the key', before.length];
  },
  (line) => {
    const [, before = "", odd] = /^(\s*(?:- )?[\w.-]+:)([\u00a0\u2000-\u200b\u202f\u3000])/u.exec(line) ?? [];
    const code = odd?.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
    return odd === undefined
      ? undefined
      : [`U+${code} stands after the colon and is no blank: use the space bar`, before.length];
  },
  (line) => {
    const [, before = ""] = /^(\s*)\/\//.exec(line) ?? [];
    return /^\s*\/\//.test(line) ? ['"//" begins no comment: write "#"', before.length] : undefined;
  },
  (line) => {
    const [, before = "", key] = /^(\s*(?:- )?)([A-Za-z][\w.-]*):[^\s/:]\S*\s*(?:#.*)?$/.exec(line) ?? [];
    return key === undefined ? undefined : [`no blank stands after the colon of "${key}": add one`, before.length];
  },
];

/** How far above an error its cause may stand, in lines. */
const REACH = 2;

/** What is wrong with the line of an error, or with one just above it; undefined where nothing only looks right. */
export function lookalike(text: string, offset: number): YamlFault | undefined {
  let start = text.lastIndexOf("\n", offset - 1) + 1;
  for (let back = 0; back <= REACH && start >= 0; back++) {
    const end = text.indexOf("\n", start);
    const line = text.slice(start, Math.min(end < 0 ? text.length : end, start + 1000));
    for (const check of CHECKS) {
      const found = check(line);
      if (found !== undefined) return { message: found[0], offset: start + found[1] };
    }
    if (start === 0) return undefined;
    start = text.lastIndexOf("\n", start - 2) + 1;
  }
  return undefined;
}
