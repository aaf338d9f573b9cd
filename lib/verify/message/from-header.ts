// The address in a From field (RFC 5322 §3.4). Only what cannot be read in two ways is accepted: a message with two authors or none is
// not authenticated (RFC 9989 §5.3.1).

/** The domain, as written, of the only address in the field; undefined if there is not exactly one. */
export function authorDomain(value: string): string | undefined {
  const mailbox = { text: "", angle: undefined as string | undefined };
  const scan = new Scanner(value);
  for (let char = scan.next(); char !== undefined; char = scan.next()) {
    if (char === "(") {
      if (!scan.skipComment()) return undefined;
    } else if (char === '"') {
      const quoted = scan.quoted();
      if (quoted === undefined || mailbox.angle !== undefined) return undefined;
      mailbox.text += quoted;
    } else if (char === "<") {
      const angle = scan.until(">");
      if (angle === undefined || mailbox.angle !== undefined) return undefined;
      mailbox.angle = angle;
    } else if (",:;>)[]\\".includes(char)) {
      // A list, a group, an address literal, or not an address.
      return undefined;
    } else {
      if (mailbox.angle !== undefined && char.trim() !== "") return undefined;
      mailbox.text += char;
    }
  }
  return domainIn(mailbox.angle ?? mailbox.text.trim());
}

/** A local part, `@`, and a domain. The obsolete route syntax has a second `@` and is not accepted. */
function domainIn(address: string): string | undefined {
  const [, domain] = /^(?:"[^"]*"|[^\s"@<>,;:()]+)@([^\s"@<>,;:()[\]\\]+)$/.exec(address.trim()) ?? [];
  return domain;
}

class Scanner {
  private position = 0;

  constructor(private readonly text: string) {}

  next(): string | undefined {
    return this.text[this.position++];
  }

  /** Reads up to and past `end`; undefined if it never comes. */
  until(end: string): string | undefined {
    let found = "";
    for (let char = this.next(); char !== undefined; char = this.next()) {
      if (char === end) return found;
      if (char === '"') {
        const quoted = this.quoted();
        if (quoted === undefined) return undefined;
        found += quoted;
      } else found += char;
    }
    return undefined;
  }

  /** Reads a quoted string after its opening quote. Its content does not matter, since it is never an address. */
  quoted(): string | undefined {
    for (let char = this.next(); char !== undefined; char = this.next()) {
      if (char === "\\") this.next();
      else if (char === '"') return '"quoted"';
    }
    return undefined;
  }

  /** Comments nest (§3.2.2). */
  skipComment(): boolean {
    let depth = 1;
    for (let char = this.next(); char !== undefined; char = this.next()) {
      if (char === "\\") this.next();
      else if (char === "(") depth++;
      else if (char === ")" && --depth === 0) return true;
    }
    return false;
  }
}
