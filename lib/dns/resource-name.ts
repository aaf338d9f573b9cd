// The Terraform name of a resource, made of the entry and the record id by a reversible rule. It is a contract: a changed name
// destroys a live record and creates it again.

/**
 * `example_com__dkim-1` for the record `dkim-1` of the entry `example.com`, `example_com` for the entry's identity.
 * Injective: a dot becomes `_`, `__` separates entry and id, and everything else that a Terraform name cannot contain, such as a
 * leading digit, becomes its bytes as `X` and two upper-case hexadecimal digits (`@` is `X40`), which no lower-case name contains.
 */
export function resourceName(entry: string, id?: string): string {
  return id === undefined ? encode(entry) : `${encode(entry)}__${encode(id)}`;
}

/** A name of any number of parts, by the same rule: `mail__eu-west-1__feedback`. Injective, because no part contains `__`. */
export function joinedName(...parts: readonly string[]): string {
  return parts.map(encode).join("__");
}

/** The parts of a name that joinedName() makes; undefined for any other. */
export function nameParts(name: string): readonly string[] | undefined {
  const parts = name.split("__").map(decode);
  return joinedName(...parts) === name ? parts : undefined;
}

/** Entry and id of a Terraform name; undefined for a name that resourceName() does not make. */
export function parseResourceName(name: string): { readonly entry: string; readonly id?: string } | undefined {
  const [entry = "", id, ...rest] = name.split("__").map(decode);
  const parsed = id === undefined ? { entry } : { entry, id };
  return rest.length === 0 && resourceName(entry, id) === name ? parsed : undefined;
}

function encode(text: string): string {
  const bytes = (part: string) => [...Buffer.from(part)].map((byte) => `X${hex(byte)}`).join("");
  return text.replace(/^[0-9-]|[^a-z0-9.-]|^\.|\.$|\.(?=\.)|(?<=\.)\./gu, bytes).replaceAll(".", "_");
}

function decode(name: string): string {
  const bytes = name.replaceAll("_", ".").split(/(X[0-9A-F]{2})/);
  return Buffer.concat(
    bytes.map((part) => (/^X[0-9A-F]{2}$/.test(part) ? Buffer.from(part.slice(1), "hex") : Buffer.from(part))),
  ).toString("utf8");
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, "0");
}
