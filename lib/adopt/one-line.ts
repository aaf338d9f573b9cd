// What a zone or an API holds, made fit for a line of a terminal.

/** What moves the cursor, ends the line or turns the writing round is shown as a zone file writes it. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `\\${String(byte).padStart(3, "0")}`).join(""),
  );
}
