// What the checks tried to read in DNS besides the expected records and could not. This is no cause, but must be reported: the
// result would otherwise claim more than is known. One sentence for each server, for all domains together.
import type { Answer, Dns } from "../dns/answer";
import { serverName } from "../live/observe";
import { quotedList } from "../text";

type Failed = Extract<Answer, { status: "failed" }>;

interface FailureGroup {
  readonly what: string;
  readonly text: string;
  readonly domains: Set<string>;
}

export class FailedReads {
  readonly #groups = new Map<string, FailureGroup>();

  /** @param what such as `DKIM keys` */
  add(what: string, domain: string, { server, failure }: Failed): void {
    const key = `${what} ${server === null ? failure.text : serverName(server)}`;
    const group = this.#groups.get(key) ?? { what, text: failure.text, domains: new Set() };
    this.#groups.set(key, group);
    group.domains.add(domain);
  }

  get messages(): readonly string[] {
    const messages = [...this.#groups.values()].map(
      ({ what, text, domains }) => `${what} of ${quotedList([...domains])}: ${text}`,
    );
    // They were added in the order of the failures, which differs between runs.
    return messages.sort();
  }
}

/** A Dns that calls `onFailure` for each resolve() that fails. */
export function withFailureListener(dns: Dns, onFailure: (name: string, answer: Failed) => void): Dns {
  return {
    zoneOf: (name) => dns.zoneOf(name),
    authoritativeAnswers: (name, type) => dns.authoritativeAnswers(name, type),
    referrals: (name) => dns.referrals(name),
    resolverAnswers: (name, type, options) => dns.resolverAnswers(name, type, options),
    resolve: async (name, type) => {
      const answer = await dns.resolve(name, type);
      if (answer.status === "failed") onFailure(name, answer);
      return answer;
    },
  };
}
