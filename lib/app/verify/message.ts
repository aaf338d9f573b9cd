// Shows with a signed message that everything works: a received message is authenticated, or a new one is sent.
import { isIP } from "node:net";
import path from "node:path";
import type { Domain } from "../../dns/domain";
import type { DnsRecord } from "../../dns/record";
import { isSesFailure } from "../../ses/failure";
import { nodeResolver } from "../../verify/dns/node-resolver";
import type { MessageEvaluation } from "../../verify/message/evaluation";
import { asciiDomain, envelopeAddress, headerBytes } from "../../verify/message/names";
import { isMessage, verifyMessage } from "../../verify/message/verify";
import type { Context, Workspace } from "../context";
import { readNamed } from "../input";
import { Refused } from "../refused";
import { refuseWithoutDomains, type TargetRequest, withTarget } from "./target";

/** How a message arrived, if its headers do not say it. */
export interface EnvelopeRequest {
  readonly clientIp?: string | undefined;
  readonly envelopeFrom?: string | undefined;
  readonly helo?: string | undefined;
}

/**
 * Authenticates a message as its receiver would, and says which records that depends on.
 * @param file a saved message with all its headers
 * @throws Refused for a text that is not a message, an address or a name
 */
export async function authenticateMessage(
  workspace: Workspace,
  domains: readonly Domain[],
  file: string,
  { clientIp, envelopeFrom, helo, ...request }: TargetRequest & EnvelopeRequest,
): Promise<MessageEvaluation> {
  refuseEnvelope(clientIp, envelopeFrom, helo);
  const message = await readMessage(workspace, file);
  return withTarget(workspace, domains, request, async ({ outside, records }) => {
    const dns = outside.newDns();
    try {
      const envelope = { clientIp, envelopeFrom, helo };
      return await verifyMessage(message, { resolver: nodeResolver(dns), records, now: outside.now(), ...envelope });
    } finally {
      dns.close();
    }
  });
}

export interface TestMessageRequest extends TargetRequest {
  readonly to: string;
  /** @default - mailzone-test at the domain */
  readonly sender?: string | undefined;
}

/** A test message that SES has accepted. */
export interface TestMessageSent {
  readonly messageId: string;
  readonly domain: Domain;
  readonly records: readonly DnsRecord[];
  /** The absolute path where an emulated SES has put it. @default - it is on its way */
  readonly file?: string;
}

/** @throws Refused if SES does not accept it, or the sender is not clear */
export async function sendTestMessage(
  workspace: Workspace,
  configured: readonly Domain[],
  { to, sender, ...request }: TestMessageRequest,
): Promise<TestMessageSent> {
  const { folder, kind } = workspace;
  // Only the role that changes things may send.
  return withTarget(workspace, configured, { ...request, role: "apply" }, async ({ outside, domains, records }) => {
    refuseWithoutDomains(domains);
    const domain = senderOf(domains, sender);
    const sent = await outside.ses.send(domain, { from: sender ?? `mailzone-test@${domain.domain}`, to });
    if (isSesFailure(sent)) throw new Refused(sent.message);
    const { messageId } = sent;
    const file = path.join(folder, "outbox", `${messageId}.eml`);
    return { messageId, domain, records, file: kind === "sandbox" ? file : undefined };
  });
}

/** The entry whose identity sends: the named one, or the one that the sender's address belongs to. */
function senderOf(domains: readonly Domain[], from: string | undefined): Domain {
  const host = from?.split("@").pop()?.toLowerCase();
  const fit =
    host === undefined ? domains : domains.filter(({ domain }) => host === domain || host.endsWith(`.${domain}`));
  const [longest, second] = [...fit].sort((a, b) => b.domain.length - a.domain.length);
  if (longest === undefined)
    throw new Refused(`--send-from "${from}" belongs to none of the domains: write an address of ${list(domains)}`);
  if (second !== undefined && (from === undefined || second.domain === longest.domain))
    throw new Refused(`one message is sent for one entry, these are ${fit.length}: name one of ${list(fit)}`);
  return longest;
}

function list(domains: readonly Domain[]): string {
  return domains.map(({ entry }) => entry).join(", ");
}

/** For an invalid value SPF returns "neutral", and that would look like a fault of the domain. */
function refuseEnvelope(
  clientIp: string | undefined,
  envelopeFrom: string | undefined,
  helo: string | undefined,
): void {
  if (clientIp !== undefined && isIP(clientIp) === 0)
    throw new Refused(`--client-ip "${clientIp}" is no IP address: write it as 192.0.2.25 or 2001:db8::25`);
  if (envelopeFrom !== undefined && envelopeAddress(headerBytes(envelopeFrom)) === undefined)
    throw new Refused(
      `--envelope-from "${envelopeFrom}" is no address: write it as bounce@mail.example.com, or "<>" of a bounce`,
    );
  if (helo !== undefined && asciiDomain(headerBytes(helo), 1) === undefined && !/^\[[0-9A-Za-z:.]+\]$/.test(helo))
    throw new Refused(`--helo "${helo}" is no name: write it as mx.example.com or [192.0.2.25]`);
}

async function readMessage(context: Context, file: string): Promise<Buffer> {
  const message = await readNamed(context, file, "name a message that was saved with all its headers");
  if (!isMessage(message))
    throw new Refused(
      `"${file}" is no message, it does not begin with headers: name one that was saved with all of them`,
    );
  return message;
}
