// The messages of the outbox as their receiver saw them, by their signatures and envelopes.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { SES_SENDER } from "../dns/providers/addresses";
import { outboxFolder } from "../outbox/outbox";
import type { SeenMail } from "./mail";

export interface OutboxMail {
  /** Seconds since 1970. */
  readonly time: number;
  readonly seen: SeenMail;
}

/** The messages whose From domain is `domain`, or a name below it. */
export function outboxMail(folder: string, domain: string): OutboxMail[] {
  const outbox = outboxFolder(folder);
  if (!existsSync(outbox)) return [];
  const files = readdirSync(outbox).filter((name) => name.endsWith(".eml"));
  return files.sort().flatMap((name) => {
    const mail = readMessage(readFileSync(path.join(outbox, name), "latin1"));
    const from = mail?.seen.from ?? "";
    return mail !== undefined && (from === domain || from.endsWith(`.${domain}`)) ? [mail] : [];
  });
}

/** Undefined if it is none of the outbox's own form. */
function readMessage(message: string): OutboxMail | undefined {
  const [head = ""] = message.split(/\r?\n\r?\n/, 1);
  const fields = head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  const all = (name: string) =>
    fields.flatMap((field) => (field.toLowerCase().startsWith(`${name}:`) ? [field.slice(name.length + 1)] : []));
  const from = domainIn(all("from")[0]);
  const envelope = domainIn(all("return-path")[0]);
  const time = Date.parse(all("date")[0] ?? "") / 1000;
  if (from === undefined || envelope === undefined || Number.isNaN(time)) return undefined;
  const signatures = all("dkim-signature").flatMap((text) => {
    const [, domain] = /(?:^|;)\s*d=([\w.-]+)/.exec(text) ?? [];
    const [, selector] = /(?:^|;)\s*s=([\w.-]+)/.exec(text) ?? [];
    return domain === undefined || selector === undefined ? [] : [{ domain: domain.toLowerCase(), selector }];
  });
  return { time, seen: { address: SES_SENDER, from, signatures, envelope: { domain: envelope, result: "pass" } } };
}

function domainIn(field = ""): string | undefined {
  return /@([a-z0-9.-]{1,253})>?\s*$/i.exec(field.trim())?.[1]?.toLowerCase();
}
