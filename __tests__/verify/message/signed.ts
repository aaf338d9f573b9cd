// Messages that are signed here, and the DNS that fits them: a table `{name: {TXT: [[…]]}}`.
import { dkimSign } from "mailauth/lib/dkim/sign.js";
import { domainRecords, PLACEHOLDER_REFS } from "../../../lib/dns/domain-records";
import type { DnsRecord } from "../../../lib/dns/record";
import type { MessageResolver } from "../../../lib/verify/message/resolver";
import { type MessageOptions, verifyMessage } from "../../../lib/verify/message/verify";
import { ARTICLE } from "../../helpers/domains";
import { rsaPair } from "../../run/keys";

export const NOW = Date.UTC(2026, 10, 1);
export const CLIENT = "198.51.100.25";

export const RECORDS: readonly DnsRecord[] = domainRecords(ARTICLE, {
  ...PLACEHOLDER_REFS,
  dkimTokens: ["aaa", "bbb", "ccc"],
});

export type Table = Readonly<Record<string, Readonly<Record<string, readonly unknown[] | string>>>>;

export const KEY = rsaPair(2048);
export const SHORT_KEY = rsaPair(1024);

export const keyText = (key = KEY) => [`p=${key.publicKey}`];

/** As it is when all is well. */
export const DNS: Table = {
  "bbb._domainkey.example.com": { TXT: [keyText()] },
  "sandbox._domainkey.amazonses.com": { TXT: [keyText()] },
  "mail.example.com": { TXT: [["v=spf1 include:amazonses.com ~all"]], MX: [{ exchange: "x", priority: 10 }] },
  "amazonses.com": { TXT: [["v=spf1 ip4:198.51.100.0/25 -all"]] },
  "_dmarc.example.com": { TXT: [["v=DMARC1; p=quarantine; ", "sp=reject"]] },
  "example.com": { A: ["192.0.2.1"] },
};

/** A string in place of an answer is the error's code. */
export function resolverOf(table: Table): MessageResolver {
  return async (name, type) => {
    const found = table[name]?.[type] ?? (table[name] === undefined ? "ENOTFOUND" : "ENODATA");
    if (typeof found !== "string") return found;
    throw Object.assign(new Error(`query ${found} ${name}`), { code: found });
  };
}

export interface Signature {
  readonly domain: string;
  readonly selector: string;
  readonly key?: typeof KEY;
  readonly maxBodyLength?: number;
}

const OWN: Signature = { domain: "example.com", selector: "bbb" };
export const AMAZON: Signature = { domain: "amazonses.com", selector: "sandbox" };

export interface MessageProps {
  readonly from?: string;
  readonly returnPath?: string;
  readonly received?: string;
  readonly signatures?: readonly Signature[];
  readonly expires?: number;
}

export async function messageOf(props: MessageProps = {}): Promise<Buffer> {
  const { from = "Shop <shop@example.com>", returnPath = "id@mail.example.com", signatures = [OWN, AMAZON] } = props;
  const {
    received = `from a.smtp-out.amazonses.com (a.smtp-out.amazonses.com [${CLIENT}]) by mx.example.org with ESMTPS id 1; Sun, 1 Nov 2026 00:00:00 +0000`,
  } = props;
  const message = Buffer.from(
    [
      `From: ${from}`,
      "To: secret-recipient@example.org",
      "Subject: test",
      "Date: Sun, 01 Nov 2026 00:00:00 +0000",
      "",
      "secret body",
      "",
    ].join("\r\n"),
  );
  const lines: string[] = [];
  for (const { domain, selector, key = KEY, maxBodyLength } of signatures) {
    const data = {
      signingDomain: domain,
      selector,
      privateKey: key.privateKey,
      ...(maxBodyLength === undefined ? {} : { maxBodyLength }),
    };
    const options = {
      canonicalization: "relaxed/simple",
      signTime: new Date(NOW - 60_000),
      ...(props.expires === undefined ? {} : { expires: new Date(props.expires) }),
      signatureData: [data],
    };
    const signed = await dkimSign(message, options as never);
    lines.push(signed.signatures);
  }
  const head = [
    returnPath === "" ? "" : `Return-Path: <${returnPath}>\r\n`,
    received === "" ? "" : `Received: ${received}\r\n`,
  ];
  return Buffer.concat([Buffer.from([...head, ...lines].join("")), message]);
}

/** Verifies with DNS as it is when all is well, changed by `dns`; a name that is null is not there. */
export function verify(
  message: Buffer,
  dns: Readonly<Record<string, Table[string] | null>> = {},
  options: Partial<MessageOptions> = {},
) {
  const merged = Object.fromEntries(Object.entries({ ...DNS, ...dns }).filter(([, types]) => types !== null)) as Table;
  return verifyMessage(message, { resolver: resolverOf(merged), records: RECORDS, now: NOW, ...options });
}
