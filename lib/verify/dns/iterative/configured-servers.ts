// Finds zones by asking configured servers only; what the parent zone says about them is not known.

import { isBelow, parentName } from "../../../rdata/name";
import type { Delegation, DnsServer, Failure } from "../answer";
import { formatAddress } from "../servers";
import type { ServerClients } from "../transport/server-clients";
import type { Reply } from "../wire/reply";
import type { NameBudget } from "./budget";
import { lameFailure, rcodeFailure, referralOf } from "./interpret";
import { queryAny } from "./query-any";

export class ConfiguredServers {
  constructor(
    readonly clients: ServerClients,
    readonly servers: readonly DnsServer[],
  ) {}

  async zoneOf(name: string, budget: NameBudget): Promise<Delegation | Failure> {
    const question = { name, type: "SOA", recurse: false, checkingDisabled: false };
    const result = await queryAny<{ readonly zone: string | undefined }>(
      this.clients,
      this.servers,
      question,
      budget,
      (server, outcome) => {
        if ("failure" in outcome) return outcome.failure;
        const { reply } = outcome;
        const failure =
          rcodeFailure(server, reply) ?? referred(server, reply, name) ?? lameFailure(server, reply, name);
        const soas = [...reply.answer, ...reply.authority].filter(({ type }) => type === "SOA");
        return failure ?? { zone: soas.find((soa) => isBelow(name, soa.name))?.name };
      },
    );
    if ("failures" in result) return result.failures[0]!;
    if (result.taken.zone !== undefined) return this.#delegation(result.taken.zone);
    // A CNAME hides the SOA, and a CNAME is never at the apex of a zone (RFC 2181 §10.1).
    const parent = parentName(name);
    return parent === undefined ? this.#delegation(name) : this.zoneOf(parent, budget);
  }

  #delegation(zone: string): Delegation {
    const nameServers = this.servers.map((server) => server.name ?? formatAddress(server));
    return { zone, servers: this.servers, nameServers, signed: false };
  }
}

/** The failure of a server that refers to others, which are not followed here. */
function referred(server: DnsServer, reply: Reply, name: string): Failure | undefined {
  const referral = referralOf(reply, name, "");
  const failure = referral && lameFailure(server, reply, name);
  return failure && { ...failure, delegation: { zone: referral.zone, nameServers: referral.nameServers } };
}
