// SPF by RFC 7208 §4 (check_host). mailauth is not used, because it passes records that receivers refuse for a syntax error in a later
// term, treats a server failure in an include as no match, and always expands %{d} to the sender's domain.
import { BlockList, isIPv6 } from "node:net";
import { SPF_LOOKUP_LIMIT, SPF_VOID_LIMIT } from "../../../dns/text/spf";
import { formatTerm, isSpf, parseSpf, type SpfTerm } from "../../../dns/text/spf-parser";
import type { SpfResult } from "../evaluation";
import { hasCode, type MessageResolver } from "../resolver";
import { expandMacros, type MacroValues } from "./macro";

export interface SpfClient {
  readonly ip: string;
  /** The envelope's sender; for a bounce the postmaster at `helo` (§2.4). */
  readonly sender: string;
  /** The client's HELO name. */
  readonly helo: string;
}

export interface SpfOutcome {
  readonly result: Exclude<SpfResult, "unknown">;
  /** Why it is an error, in words. */
  readonly reason?: string;
}

export async function checkSpf({ ip, sender, helo }: SpfClient, resolver: MessageResolver): Promise<SpfOutcome> {
  const at = sender.lastIndexOf("@");
  const [local, domain] = [sender.slice(0, at) || "postmaster", sender.slice(at + 1).toLowerCase()];
  // §4.3
  if (!isFullName(domain)) return { result: "none" };
  const check = new SpfCheck({ ip, local, domain: sender.slice(at + 1), helo }, resolver);
  try {
    return { result: await check.host(domain) };
  } catch (error) {
    if (!(error instanceof SpfError)) throw error;
    return { result: error.result, reason: error.message };
  }
}

/** §4.6.4: the most hosts of an mx term, and the most names of an address that are evaluated. */
const MAX_HOSTS = 10;

const RESULTS = { "": "pass", "+": "pass", "-": "fail", "~": "softfail", "?": "neutral" } as const;

/** An error ends the whole evaluation, wherever it occurs (§2.6.6, §2.6.7). */
class SpfError extends Error {
  constructor(
    readonly result: "temperror" | "permerror",
    reason: string,
  ) {
    super(reason);
  }
}

class SpfCheck {
  private lookups = 0;
  private voids = 0;
  private readonly family: "ipv4" | "ipv6";

  constructor(
    private readonly client: Omit<MacroValues, "current">,
    private readonly resolver: MessageResolver,
  ) {
    this.family = isIPv6(client.ip) ? "ipv6" : "ipv4";
  }

  async host(domain: string): Promise<SpfOutcome["result"]> {
    const texts = (await this.resolve(domain, "TXT")).map((text) =>
      Array.isArray(text) ? text.join("") : String(text),
    );
    const [record, second] = texts.filter(isSpf);
    if (record === undefined) return "none";
    if (second !== undefined) throw new SpfError("permerror", `several SPF records stand at ${domain}`);
    // §4.6: a syntax error anywhere makes the record invalid, even behind the term that would match.
    const { terms, problems } = parseSpf(record);
    if (problems[0] !== undefined) throw new SpfError("permerror", `the record of ${domain}: ${problems[0]}`);
    for (const term of terms) {
      if (term.kind === "mechanism" && (await this.matches(term, domain))) return RESULTS[term.qualifier];
    }
    // §6.1: evaluated after all mechanisms, wherever it is in the record.
    const redirect = terms.find(({ name }) => name === "redirect");
    const isEnded = terms.some(({ kind, name }) => kind === "mechanism" && name === "all");
    if (redirect === undefined || isEnded) return "neutral";
    this.count();
    if (this.isUnmatchable(redirect)) return "neutral";
    const next = await this.target(redirect, domain);
    return next === undefined ? this.noRecord(redirect.value ?? "") : this.follow(next);
  }

  /** §5 */
  private async matches(term: SpfTerm, domain: string): Promise<boolean> {
    const { name, value = "", cidr4 = 32, cidr6 = 128 } = term;
    if (name === "all") return true;
    const prefix = this.family === "ipv4" ? cidr4 : cidr6;
    if (name === "ip4" || name === "ip6")
      return name === (this.family === "ipv4" ? "ip4" : "ip6") && this.isIn(value, prefix);
    this.count();
    if (this.isUnmatchable(term)) return false;
    const at = await this.target(term, domain);
    // An invalid name does not exist (§4.8), but an include of it is still an error (§5.2).
    if (at === undefined) return name === "include" && this.noRecord(value);
    switch (name) {
      case "include":
        return (await this.follow(at)) === "pass";
      case "a":
        return this.isAt(at, prefix);
      case "exists":
        return (await this.lookUp(at, "A")).length > 0;
      case "ptr":
        return (await this.names()).some((one) => one === at.toLowerCase() || one.endsWith(`.${at.toLowerCase()}`));
      default:
        return this.isMailHost(term, at, prefix);
    }
  }

  /** §5.2, §6.1: the result of another record, which must exist. */
  private async follow(name: string): Promise<SpfOutcome["result"]> {
    const result = await this.host(name);
    return result === "none" ? this.noRecord(name) : result;
  }

  private noRecord(name: string): never {
    throw new SpfError("permerror", `there is no SPF record at ${name}`);
  }

  /** §5.4 */
  private async isMailHost(term: SpfTerm, name: string, prefix: number): Promise<boolean> {
    const found = (await this.lookUp(name, "MX")) as readonly {
      readonly exchange: string;
      readonly priority: number;
    }[];
    const hosts = [...found].sort((one, other) => one.priority - other.priority).map(({ exchange }) => exchange);
    if (hosts.length > MAX_HOSTS)
      throw new SpfError("permerror", `${formatTerm(term)} leads to ${hosts.length} hosts, over ${MAX_HOSTS}`);
    for (const host of hosts) if (isName(host) && (await this.isAt(host, prefix))) return true;
    return false;
  }

  private async isAt(name: string, prefix: number): Promise<boolean> {
    const addresses = await this.lookUp(name, this.family === "ipv4" ? "A" : "AAAA");
    return addresses.some((address) => this.isIn(String(address), prefix));
  }

  private isIn(address: string, prefix: number): boolean {
    const network = new BlockList();
    network.addSubnet(address, prefix, this.family);
    return network.check(this.client.ip, this.family);
  }

  /** §5.5: the validated names of the address. Names for which DNS fails are ignored. */
  private async names(): Promise<readonly string[]> {
    const reverse = expandMacros("%{ir}.%{v}.arpa", { ...this.client, current: "" }, []);
    const found = await this.resolve(reverse, "PTR").catch(() => []);
    const names = found.slice(0, MAX_HOSTS).map((name) => String(name).toLowerCase().replace(/\.$/, ""));
    const type = this.family === "ipv4" ? "A" : "AAAA";
    const seen = names.map(async (name) => {
      const addresses = await this.resolve(name, type).catch(() => []);
      return addresses.some((address) => this.isIn(String(address), this.family === "ipv4" ? 32 : 128));
    });
    const isSeen = await Promise.all(seen);
    return names.filter((_, index) => isSeen[index]);
  }

  /** The term's target name; undefined if its macros expand to an invalid name. */
  private async target({ value }: SpfTerm, current: string): Promise<string | undefined> {
    if (value === undefined) return current;
    const names = /%\{p/i.test(value) ? await this.names() : [];
    const labels = expandMacros(value, { ...this.client, current }, names)
      .replace(/\.$/, "")
      .split(".");
    // §7.3: labels are removed from the left until the name is short enough.
    while (labels.join(".").length > 253) labels.shift();
    return isName(labels.join(".")) ? labels.join(".") : undefined;
  }

  /** RFC 8616 §4: a term with a local part that is not ASCII never matches. */
  private isUnmatchable({ value = "" }: SpfTerm): boolean {
    return /%\{[sl]/i.test(value) && /[^\x21-\x7e]/.test(this.client.local);
  }

  /** §4.6.4 */
  private count(): void {
    if (++this.lookups > SPF_LOOKUP_LIMIT)
      throw new SpfError("permerror", `it needs more than ${SPF_LOOKUP_LIMIT} dns lookups`);
  }

  private async lookUp(name: string, type: "A" | "AAAA" | "MX"): Promise<readonly unknown[]> {
    const found = await this.resolve(name, type);
    if (found.length === 0 && ++this.voids > SPF_VOID_LIMIT)
      throw new SpfError("permerror", `more than ${SPF_VOID_LIMIT} names are looked up in vain`);
    return found;
  }

  private async resolve(name: string, type: string): Promise<readonly unknown[]> {
    try {
      return await this.resolver(name, type);
    } catch (error) {
      if (hasCode(error, "ENOTFOUND", "ENODATA")) return [];
      throw new SpfError("temperror", `dns does not answer for ${type} of ${name}`);
    }
  }
}

function isFullName(name: string): boolean {
  return isName(name) && name.includes(".") && name.length <= 253;
}

/** Whether it is a valid name: no empty label, none longer than 63 bytes. */
function isName(name: string): boolean {
  return name.split(".").every((label) => label !== "" && label.length <= 63);
}
