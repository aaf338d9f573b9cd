// How SES "sends": it adds the fields of SES and of the receiving server, signs the message with the identity's own key, and writes
// it to a folder as the receiver would get it. services/aws/ses-sending.ts decides first whether it may be sent.
import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { SES_SENDER } from "../dns/providers/addresses";
import type { OutgoingMessage } from "../http/aws/send-email";
import { isSigningEnabled } from "../services/aws/ses-identities";
import { keyPairOf } from "../services/aws/ses-keys";
import { identityOf } from "../services/aws/ses-sending";
import type { SesIdentity } from "../world/entities";
import type { World } from "../world/world";
import { AMAZON_SELECTOR, amazonKey } from "./amazon-key";
import { composeMime, formatMime, type MimeMessage } from "./mime";

export interface SentMessage {
  readonly messageId: string;
  /** The absolute path of the message. */
  readonly file: string;
}

/** The folder of SES's messages, inside the emulator's folder. */
export function outboxFolder(folder: string): string {
  return path.join(folder, "outbox");
}

/** Signs a message and writes it to the outbox of the emulator in `folder`. */
export async function sendMessage(world: World, message: OutgoingMessage, folder: string): Promise<SentMessage> {
  const { region } = message;
  const messageId = newMessageId(world, region);
  const identity = identityOf(world, message, addressOf(message.from));
  const { fields, body } = composeMime(message);
  const host = region === "us-east-1" ? "email.amazonses.com" : `${region}.amazonses.com`;
  const complete: MimeMessage = {
    fields: [
      ...fields,
      `Message-ID: <${messageId}@${host}>`,
      `Date: ${mailDate(world.now())}`,
      `Feedback-ID: ::1.${region}.sandbox:AmazonSES`,
      `X-SES-Outgoing: ${world.timestamp().slice(0, 10).replaceAll("-", ".")}-${SES_SENDER}`,
    ],
    body,
  };
  const signatures = await sign(world, complete, signerOf(world, message, identity));
  const envelopeFrom = `${messageId}@${mailFromDomain(identity)}`;
  const received = [`Return-Path: <${envelopeFrom}>`, receivedField(world, message, messageId), ...signatures];
  const file = path.join(outboxFolder(folder), `${messageId}.eml`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, formatMime({ ...complete, fields: [...received, ...complete.fields] }));
  return { messageId, file };
}

interface Signer {
  readonly domain: string;
  readonly selector: string;
  readonly privateKey: string;
  readonly fields: readonly string[];
}

/** The fields that SES signs. */
const SIGNED = [
  "From",
  "To",
  "Subject",
  "MIME-Version",
  "Content-Type",
  "Content-Transfer-Encoding",
  "Message-ID",
  "Date",
];

/**
 * The identity whose key signs: the domain of an address, or the nearest domain above it. If there is none, only amazonses.com
 * signs.
 */
function signerOf(world: World, message: OutgoingMessage, sender: SesIdentity | undefined): Signer | undefined {
  const domain = addressOf(message.from).split("@").pop() ?? "";
  const identity = sender?.name.includes("@") ? identityOf(world, message, domain) : sender;
  const selector = identity && ownSelector(identity);
  if (identity === undefined || selector === undefined) return undefined;
  const { privateKey } = keyPairOf(world, identity);
  return { domain: identity.name.toLowerCase(), selector, privateKey, fields: SIGNED };
}

/** The selector by which mail of the identity is signed; undefined if it is not. */
export function ownSelector(identity: SesIdentity): string | undefined {
  return identity.dkim.status === "SUCCESS" && isSigningEnabled(identity) ? identity.dkim.tokens[0] : undefined;
}

async function sign(world: World, message: MimeMessage, own: Signer | undefined): Promise<string[]> {
  const { dkimSign } = await import("mailauth/lib/dkim/sign.js");
  const { privateKey } = amazonKey(world);
  const amazon = { domain: "amazonses.com", selector: AMAZON_SELECTOR, privateKey, fields: [...SIGNED, "Feedback-ID"] };
  const signers: Signer[] = [...(own === undefined ? [] : [own]), amazon];
  const lines = signers.map(async ({ domain, selector, privateKey, fields }) => {
    // mailauth accepts headerList only as the string of h=, although its types differ.
    const options = {
      canonicalization: "relaxed/simple",
      signTime: new Date(world.now()),
      headerList: fields.join(":"),
    };
    const signatureData = [{ signingDomain: domain, selector, privateKey, algorithm: "rsa-sha256" }];
    const { signatures, errors = [] } = await dkimSign(formatMime(message), { ...options, signatureData } as never);
    for (const { err } of errors as unknown as readonly { readonly err: Error }[]) throw err;
    return signatures.trimEnd();
  });
  return Promise.all(lines);
}

/** SES's own domain if none is set. services/aws/ses-sending.ts has already handled a missing MX. */
export function mailFromDomain(identity: SesIdentity | undefined): string {
  const mailFrom = identity?.mailFrom ?? null;
  return mailFrom?.status === "SUCCESS" ? mailFrom.domain : "amazonses.com";
}

/** The field that the receiver's server adds (RFC 5321 §4.4); its name is made up. */
function receivedField(world: World, { to }: OutgoingMessage, messageId: string): string {
  const host = "a25.smtp-out.amazonses.com";
  const receiver = addressOf(to[0] ?? "")
    .split("@")
    .pop();
  return `Received: from ${host} (${host} [${SES_SENDER}])\r\n by mx.${receiver} with ESMTPS id ${messageId.slice(0, 16)};\r\n ${mailDate(world.now())}`;
}

/** In the form of SES's ids: the time, an id, a counter. */
function newMessageId(world: World, region: string): string {
  const time = Math.floor(world.now()).toString(16).padStart(12, "0");
  return `${region === "us-east-1" ? "0100" : "0102"}${time}-${randomUUID()}-000000`;
}

/** RFC 5322 §3.3. */
function mailDate(time: number): string {
  return new Date(time).toUTCString().replace("GMT", "+0000");
}

function addressOf(mailbox: string): string {
  return (/<([^<>]*)>\s*$/.exec(mailbox)?.[1] ?? mailbox).trim();
}
