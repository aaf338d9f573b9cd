// What else a domain that receives mail should say. None of it is ours, so all of it is a warning.
import type { Dns } from "../../dns/answer";
import { isHeard } from "../../live/observe";
import { recordsOf, textsAt } from "../../live/value";
import { type Problem, problem, type Subject, type World } from "../subject";

interface Wanted {
  readonly cause: "mta-sts-absent" | "tls-rpt-absent";
  readonly label: string;
  readonly version: string;
  readonly message: string;
  readonly fix: string;
}

const WANTED: readonly Wanted[] = [
  {
    cause: "mta-sts-absent",
    label: "_mta-sts",
    version: "v=STSv1",
    message: "receives mail and has no MTA-STS: senders deliver without TLS if somebody in between asks for it",
    fix: 'publish a policy at https://mta-sts.<domain>/.well-known/mta-sts.txt and a TXT "v=STSv1; id=…" at _mta-sts',
  },
  {
    cause: "tls-rpt-absent",
    label: "_smtp._tls",
    version: "v=TLSRPTv1",
    message: "receives mail and has no TLS reporting: nobody hears of deliveries that fail",
    fix: 'publish a TXT "v=TLSRPTv1; rua=mailto:…" at _smtp._tls',
  },
];

export async function checkInbound({ domain }: Subject, { dns }: World): Promise<readonly Problem[]> {
  if (!(await receivesMail(dns, domain))) return [];
  const problems = await Promise.all(
    WANTED.map(async ({ cause, label, version, message, fix }) => {
      const answer = await dns.resolve(`${label}.${domain}`, "TXT");
      if (!isHeard(answer) || textsAt(answer).some((text) => text.startsWith(version))) return [];
      return [problem(cause, domain, [], { message: `"${domain}" ${message}`, fix })];
    }),
  );
  return problems.flat();
}

/** An MX that is not the null MX (RFC 7505 §3). */
async function receivesMail(dns: Dns, domain: string): Promise<boolean> {
  const hosts = recordsOf(await dns.resolve(domain, "MX"), "MX");
  return hosts.some(({ value }) => value.kind === "mx" && value.host !== "" && value.host !== ".");
}
