// A Dns with the signature of `dns.promises.resolve`, which mail libraries accept as their resolver. They distinguish "no such name"
// from "no answer" by the error's code only, so the codes are exactly those of Node.js (c-ares).
import type { Dns, Failure, ResourceRecord } from "./answer";

/** What Node's resolver returns, by type: strings; for TXT a list of strings per record; for MX, SRV and others objects. */
export type ResolverValue = string | string[] | { readonly exchange: string; readonly priority: number } | object;

/** The part of `dns.promises.resolve` that mail needs. @throws ResolverError */
export type NodeResolver = (name: string, type?: string) => Promise<ResolverValue[]>;

export type ResolverErrorCode = "ENOTFOUND" | "ENODATA" | "ETIMEOUT" | "ESERVFAIL";

/** With a message as Node's: `queryTxt ENOTFOUND example.com`. */
export class ResolverError extends Error {
  /** In Node's errors this is the code again. */
  readonly errno: ResolverErrorCode;
  readonly syscall: string;

  constructor(
    readonly code: ResolverErrorCode,
    readonly hostname: string,
    type: string,
    /** The failure; undefined if a server has answered. */
    readonly failure?: Failure,
  ) {
    const syscall = `query${type[0] ?? ""}${type.slice(1).toLowerCase()}`;
    super(`${syscall} ${code} ${hostname}`);
    this.errno = code;
    this.syscall = syscall;
  }
}

/** Resolves by authoritative servers and follows CNAMEs. */
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
      // One character for each byte, as Node does it: different bytes stay different.
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
