// Cuts lines to a length: the least important first, and says how many. A block keeps its head and tail while it has lines, so
// that no table and no <details> stays open.

export interface Block {
  /** 0 is never cut; higher numbers are cut first. */
  readonly weight: number;
  /** What the lines are called in the plural: `12 safe effects`. */
  readonly what: string;
  readonly head?: readonly string[];
  readonly lines: readonly string[];
  readonly tail?: readonly string[];
}

/** Space for the line that says what is missing. There are few kinds of blocks, and their numbers are short. */
const NOTE = 300;

/** The blocks as a text of at most `limit` characters. Blocks with the weight 0 are kept even if they are longer. */
export function cutBlocks(blocks: readonly Block[], limit: number): string {
  const kept = blocks.map(({ lines }) => lines.length);
  let length = blocks.reduce((sum, { head = [], lines, tail = [] }) => sum + size([...head, ...lines, ...tail]), 0);
  if (length <= limit) return write(blocks, kept, "");

  const order = [...blocks.entries()].filter(([, { weight }]) => weight > 0);
  order.sort(([i, a], [j, b]) => b.weight - a.weight || j - i);
  for (const [index, { head = [], lines, tail = [] }] of order) {
    let count = lines.length;
    while (count > 0 && length > limit - NOTE) {
      count -= 1;
      length -= size([lines[count] ?? ""]);
      if (count === 0) length -= size([...head, ...tail]);
    }
    kept[index] = count;
  }
  return write(blocks, kept, note(blocks, kept));
}

function size(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

function note(blocks: readonly Block[], kept: readonly number[]): string {
  const dropped = new Map<string, number>();
  for (const [index, { what, lines }] of blocks.entries()) {
    const count = lines.length - (kept[index] ?? 0);
    if (count > 0) dropped.set(what, (dropped.get(what) ?? 0) + count);
  }
  const parts = [...dropped].map(([what, count]) => `${count} ${what}`);
  return parts.length === 0
    ? ""
    : `\n**Cut to fit: ${parts.join(", ")} are left out.** The review as JSON has them all.`;
}

function write(blocks: readonly Block[], kept: readonly number[], note: string): string {
  const lines = blocks.flatMap(({ head = [], lines, tail = [] }, index) => {
    const count = kept[index] ?? 0;
    return count === 0 ? [] : [...head, ...lines.slice(0, count), ...tail];
  });
  return `${[...lines, ...(note === "" ? [] : [note])].join("\n")}\n`;
}
