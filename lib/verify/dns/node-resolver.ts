// A Dns in the shape of `dns.promises.resolve`, which mail libraries take as their resolver. They tell "no such name" from
// "nobody could tell" by the error's code alone, so the codes are exactly Node's (c-ares's).
import type { Dns, Failure, ResourceRecord } from "./answer";

/** What Node's own resolver gives, by type: strings, TXT as strings in one list per record, MX, SRV and others as objects. */
export type ResolverValue = string | string[] | { readonly exchange: string; readonly priority: number } | object;

/** `dns.promises.resolve`, as far as mail needs it. @throws ResolverError */
export type NodeResolver = (name: string, type?: string) => Promise<ResolverValue[]>;

export type ResolverErrorCode = "ENOTFOUND" | "ENODATA" | "ETIMEOUT" | "ESERVFAIL";

/** As Node's: `queryTxt ENOTFOUND example.com`. */
export class ResolverError extends Error {
  /** Node's number is the code again. */
  readonly errno: ResolverErrorCode;
  readonly syscall: string;

  constructor(
    readonly code: ResolverErrorCode,
    readonly hostname: string,
    type: string,
    /** Which server failed and how; undefined where one has answered. */
    readonly failure?: Failure,
  ) {
    const syscall = `query${type[0] ?? ""}${type.slice(1).toLowerCase()}`;
    super(`${syscall} ${code} ${hostname}`);
    this.errno = code;
    this.syscall = syscall;
  }
}

/** Answers of the authorities, with CNAMEs followed to their end. */
export function nodeResolver(dns: Pick<Dns, "resolve">): NodeResolver {
  return async (name, type = "A") => {
    const wanted = type.toUpperCase();
    const answer = await dns.resolve(name, wanted);
    if (answer.status === "failed") throw new ResolverError(codeOf(answer.failure), name, wanted, answer.failure);
    if (answer.status === "no-name") throw new ResolverError("ENOTFOUND", name, wanted);
    const records = answer.status === "answer" ? answer.records.filter((record) => record.type === wanted) : [];
    if (records.length === 0) throw new ResolverError("ENODATA", name, wanted);
    return records.map(nodeValue);
  };
}

function codeOf({ kind }: Failure): ResolverErrorCode {
  return kind === "timeout" || kind === "unreachable" ? "ETIMEOUT" : "ESERVFAIL";
}

function nodeValue({ value }: ResourceRecord): ResolverValue {
  switch (value.kind) {
    case "host":
      return value.host;
    case "address":
      return value.address;
    case "mx":
      return { exchange: value.host, priority: value.priority };
    case "txt":
      // A character per byte, as Node has it: what is not ASCII stays visible and does not fall together.
      return value.strings.map((bytes) => bytes.toString("latin1"));
    case "caa":
      return { critical: value.flags, [value.tag]: value.value };
    case "soa":
      return { nsname: value.primary, serial: value.serial, minttl: value.minimum };
    case "srv":
      return { priority: value.priority, weight: value.weight, port: value.port, name: value.host };
    case "rdata":
      return value.text;
  }
}
