// What the checks wanted to read in DNS beside the records, and could not: it makes no cause, and leaving it out would say more
// than is known. Said once for each server, of all domains together.
import type { Answer, Dns } from "../dns/answer";
import { serverName } from "../live/observe";
import { few } from "../words";

type Failed = Extract<Answer, { status: "failed" }>;

interface Gap {
  readonly what: string;
  readonly text: string;
  readonly domains: Set<string>;
}

export class Unread {
  readonly #gaps = new Map<string, Gap>();

  /** @param what such as `DKIM keys` */
  add(what: string, domain: string, { server, failure }: Failed): void {
    const key = `${what} ${server === null ? failure.text : serverName(server)}`;
    const gap = this.#gaps.get(key) ?? { what, text: failure.text, domains: new Set() };
    this.#gaps.set(key, gap);
    gap.domains.add(domain);
  }

  get sentences(): readonly string[] {
    const told = [...this.#gaps.values()].map(({ what, text, domains }) => `${what} of ${few([...domains])}: ${text}`);
    // They come as servers fail.
    return told.sort();
  }
}

/** `dns`, and `onFailure` is told of each resolve() that fails. */
export function overheard(dns: Dns, onFailure: (name: string, answer: Failed) => void): Dns {
  return {
    zoneOf: (name) => dns.zoneOf(name),
    authorities: (name, type) => dns.authorities(name, type),
    referrals: (name) => dns.referrals(name),
    resolvers: (name, type, options) => dns.resolvers(name, type, options),
    resolve: async (name, type) => {
      const answer = await dns.resolve(name, type);
      if (answer.status === "failed") onFailure(name, answer);
      return answer;
    },
  };
}
