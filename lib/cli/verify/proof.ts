// mailzone verify --message and --send-to: that all of it works, shown by a signed message.
import { isIP } from "node:net";
import path from "node:path";
import type { Domain } from "../../dns/domain";
import type { DnsRecord } from "../../dns/record";
import { isSesFailure } from "../../ses/failure";
import { nodeResolver } from "../../verify/dns/node-resolver";
import { asciiDomain, envelopeAddress, headerBytes } from "../../verify/message/names";
import { isMessage, verifyMessage } from "../../verify/message/verify";
import { type MessageFormat, renderMessage } from "../../verify/render/message";
import { renderSent } from "../../verify/render/sent";
import { emulatorFolder } from "../emulator-folder";
import { readNamed } from "../input";
import { EXIT, Refused, type Shell } from "../shell";
import type { Workspace } from "../workspace";
import type { World } from "../world";

export interface ProofOptions {
  readonly clientIp?: string;
  readonly envelopeFrom?: string;
  readonly helo?: string;
  readonly sendFrom?: string;
}

const CODES = { pass: EXIT.yes, fail: EXIT.no, "cannot-tell": EXIT.refused } as const;

export async function proveMessage(
  shell: Shell,
  { label }: Workspace,
  { newDns, now }: World,
  records: readonly DnsRecord[],
  file: string,
  { clientIp, envelopeFrom, helo, format }: ProofOptions & { readonly format: MessageFormat },
): Promise<number> {
  refuseEnvelope(clientIp, envelopeFrom, helo);
  const message = await readMessage(shell, file);
  const dns = newDns();
  try {
    const envelope = {
      ...(clientIp !== undefined && { clientIp }),
      ...(envelopeFrom !== undefined && { envelopeFrom }),
      ...(helo !== undefined && { helo }),
    };
    const proof = await verifyMessage(message, { resolver: nodeResolver(dns), records, now: now(), ...envelope });
    shell.print(`${format === "json" ? "" : label}${renderMessage(proof, format)}`);
    return shell.interrupts.interrupted ? EXIT.interrupted : CODES[proof.verdict];
  } finally {
    dns.close();
  }
}

/** @throws Refused where SES does not take it */
export async function sendProof(
  shell: Shell,
  { label, kind }: Workspace,
  { ses }: World,
  published: { readonly domains: readonly Domain[]; readonly records: readonly DnsRecord[] },
  to: string,
  { sendFrom, format }: ProofOptions & { readonly format: MessageFormat },
): Promise<number> {
  const domain = senderOf(published.domains, sendFrom);
  const sent = await ses.send(domain, { from: sendFrom ?? `mailzone-test@${domain.domain}`, to });
  if (isSesFailure(sent)) throw new Refused(sent.message);
  const { region } = domain;
  const sender = format === "json" ? "" : label;
  shell.print(
    sender +
      renderSent({ messageId: sent.messageId, region, domain: domain.domain, records: published.records }, format),
  );
  if (kind === "sandbox")
    shell.say(
      `${label}the message is ${path.relative(shell.cwd, path.join(emulatorFolder(shell), "outbox", `${sent.messageId}.eml`))}`,
    );
  return EXIT.yes;
}

/** The entry whose identity sends: the one that is named, or the one to which the sender's address belongs. */
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

/** SPF says of nonsense that it is neutral, and that would be taken for the domain's fault. */
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

async function readMessage(shell: Shell, file: string): Promise<Buffer> {
  const message = await readNamed(shell, file, "name a message that was saved with all its headers");
  if (!isMessage(message))
    throw new Refused(
      `"${file}" is no message, it does not begin with headers: name one that was saved with all of them`,
    );
  return message;
}
