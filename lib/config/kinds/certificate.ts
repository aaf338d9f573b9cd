// certificate: the certificate of ACM for the names of web, and the CAA records that let Amazon issue it.
import * as z from "zod";
import { type AcmRefusal, acmRefusal } from "../../dns/caa";
import type { Certificate, CertificateIssuer, Domain, ExtraRecord, Web } from "../../dns/domain";
import { append } from "../../dns/maps";
import type { EntryContext } from "../entries/context";
import { EntryFault } from "../entries/fault";
import { like } from "../schema/fields";

const fields = z.strictObject({
  wait: z
    .union([z.boolean(), like("30m", /^[1-9]\d{0,3}[mh]$/, "expected true, false, or a time such as 30m or 2h")])
    .optional()
    .describe(
      "Whether the apply waits until ACM has issued it, for 75 minutes at most, or for another time such as 30m or 2h; what uses the certificate then waits too. Default: false.",
    ),
});
type Fields = z.infer<typeof fields>;

export const certificate = z
  .union([z.literal(false), z.literal(true).transform((): Fields => ({})), fields])
  .optional()
  .describe(
    "The certificate of ACM in us-east-1 for all names of web, with the records by which ACM issues and renews it: true, or a map. A CAA record for Amazon joins others in records. Its ARN is in the output certificates; put it into your distributions. Default: none.",
  );

/** @throws EntryFault if a website is outside the domain */
export function makeCertificate(
  setting: z.infer<typeof certificate>,
  web: readonly Web[],
  { domain, key }: EntryContext,
): Certificate | undefined {
  if (!setting) return undefined;
  const outside = web.find(({ name }) => name !== domain && !name.endsWith(`.${domain}`));
  if (outside !== undefined)
    throw new EntryFault(
      `certificate of "${key}" is for names in "${domain}", and "${outside.name}" in web is none: move it to an entry of its own`,
      ["certificate"],
    );
  // The first name is the certificate's own. The order does not depend on that of the file, or every move would replace it.
  const isWild = (name: string) => name.startsWith("*.");
  const names = web.map(({ name }) => name);
  return {
    names: [...names.filter((name) => !isWild(name)), ...names.filter(isWild)],
    wait: setting.wait !== undefined && setting.wait !== false,
    ...(typeof setting.wait === "string" && { timeout: setting.wait }),
  };
}

/**
 * The CAA records that let Amazon issue the certificates, by the entry that publishes them: the one whose CAA records name only others.
 * Each once, for however many certificates. None where there is no CAA, since it would forbid all other issuers; none where nobody may
 * issue or Amazon may under conditions, since somebody wants that: there `certificate-caa` speaks.
 */
export function certificateIssuers(domains: readonly Domain[]): ReadonlyMap<string, readonly CertificateIssuer[]> {
  const present = domains.filter(({ state }) => state === "present");
  const names = present.flatMap(({ certificate }) => certificate?.names ?? []);
  const made = new Map<string, CertificateIssuer[]>();
  if (names.length === 0) return made;
  const caa = new Map<string, (ExtraRecord & { readonly entry: string })[]>();
  // Sorted, so that the order of the file does not decide which entry publishes the record.
  for (const { entry, records } of present.toSorted((a, b) => (a.entry < b.entry ? -1 : 1)))
    for (const record of records) if (record.type === "CAA") append(caa, record.name, { ...record, entry });
  const refusals = new Map<string, AcmRefusal<ExtraRecord & { readonly entry: string }>>();
  for (const name of names) {
    const refusal = acmRefusal(name, (at) => caa.get(at) ?? []);
    if (refusal?.reason === "others") refusals.set(`${refusal.at} ${refusal.tag}`, refusal);
  }
  for (const [, { at, tag, issuers }] of [...refusals].sort(([a], [b]) => (a < b ? -1 : 1)))
    append(made, issuers[0].entry, { name: at, tag, ttl: issuers[0].ttl });
  return made;
}
