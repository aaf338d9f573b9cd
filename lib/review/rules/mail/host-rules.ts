// Rules for the hosts that MX records point to. Changing the address of such a host moves the mail (RFC 5321 §5.1).
import { isAdded, isChanged, type MailChange } from "../../changes/change";
import { changesAnswer } from "../records";
import { perChange, type ReviewFacts, type ReviewRule } from "../rule";
import { say } from "../sentence";

const ADDRESSES: readonly string[] = ["A", "AAAA", "CNAME"];

export const HOST_RULES: readonly ReviewRule[] = [
  {
    id: "mx-host-removed",
    risk: "danger",
    when: "An address record is deleted of a host that an MX of the plan points to.",
    why: "Inbound mail no longer finds a server at that address.",
    check: perChange(["web", "record"], (change, facts) => {
      const host = hostOf(change, facts);
      return (
        host !== undefined &&
        change.resource.action === "delete" &&
        say`${host.name} loses ${change.before?.value ?? ""}: ${host.mx} sends the mail of ${host.domain} there`
      );
    }),
  },
  {
    id: "mx-host-changed",
    risk: "danger",
    when: "An address record of a host that an MX of the plan points to is created, changed, or proxied by Cloudflare.",
    why: "Inbound mail goes to the new address. Cloudflare's proxy does not accept mail.",
    check: perChange(["web", "record"], (change, facts) => {
      const host = hostOf(change, facts);
      const { before, after } = change;
      if (host === undefined || after === undefined) return false;
      const hides = (after.proxied && !before?.proxied) || (after.flattened && !before?.flattened);
      const isMoved = isAdded(change) || (isChanged(change) && changesAnswer(change));
      if (!isMoved && !(isChanged(change) && hides)) return false;
      // If the MX is new in the same plan, no existing mail is moved.
      if (change.resource.action === "create" && host.isNew && !after.proxied) return false;
      return say`${host.name} points to ${after.value}${hides ? say` through Cloudflare's proxy` : []}: ${host.mx} sends the mail of ${host.domain} there`;
    }),
  },
];

interface Host {
  readonly name: string;
  readonly mx: string;
  readonly domain: string;
  readonly isNew: boolean;
}

/** The MX host whose address the record holds; through a wildcard only if no other record answers. */
function hostOf({ before, after }: MailChange, { mail: { hosts, wildcardHosts } }: ReviewFacts): Host | undefined {
  for (const side of [before, after]) {
    const { name, type = "" } = side ?? {};
    if (name === undefined || !ADDRESSES.includes(type)) continue;
    const host = name.startsWith("*.") ? wildcardHosts.get(name) : name;
    const mx = hosts.get(host ?? "");
    if (host === undefined || mx === undefined) continue;
    const target = mx.after ?? mx.before;
    return { name: host, mx: target?.value ?? "", domain: target?.name ?? "", isNew: mx.resource.action === "create" };
  }
  return undefined;
}
