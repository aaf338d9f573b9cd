// A message that long/mail-programs.test.ts sends, and what is right of it by the standards.
import { HEADER, type SignedProps } from "../../verify/message/signature/sign";
import { STRANGER } from "./world";

export interface MailCase {
  readonly what: string;
  /** Signers of OpenDKIM, the lowest first. @default - none */
  readonly sign?: readonly string[];
  /** A signature with tags of its own, in place of OpenDKIM's. */
  readonly own?: SignedProps;
  readonly header?: readonly string[];
  /** A character is a byte. */
  readonly body?: string;
  /** What a relay replaces behind the signing. */
  readonly after?: readonly (readonly [string, string])[];
  /** Fields above all of it. */
  readonly above?: readonly string[];
  /** @default - SES's */
  readonly ip?: string;
  readonly helo?: string;
  /** The envelope's sender. @default id@mail.example.com */
  readonly from?: string;
  /** Sent as an internationalized message (RFC 6531). @default false */
  readonly utf8?: boolean;
  /** `SPF / domains whose signature counts / DMARC` by the standards. */
  readonly right: string;
  /** What dkimpy and pyspf say instead, `SPF / domains`, and why that is not followed. */
  readonly python?: readonly [string, string];
  /** What OpenDKIM and OpenDMARC say instead, and why that is not followed. */
  readonly theirs?: readonly [string, string];
}

export const GOOD = "pass / example.com / pass";
export const UNSIGNED = "pass / - / pass";
export const VOID = "pass / - / fail";

/** A stranger's own server and sender, so that nothing but a signature could count. */
export const ELSEWHERE = { ip: STRANGER, helo: "stranger.example.net", from: "a@stranger.example.net" } as const;

/** OpenDKIM signs no such message. */
export const BY_HAND: SignedProps = { tags: { t: undefined } };

/** The usual header with these in place of its From. */
export const from = (...fields: string[]) => [...fields, ...HEADER.slice(1)];
