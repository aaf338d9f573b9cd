// What the imports of DNS hosts take of a zone file, which is less than their forms take. docs/records.md says what each import does.
import type { DnsRecord } from "../dns/record";
import type { RecordType } from "../dns/record-types";
import { plainText } from "../dns/text/txt";
import { FORMS, type Host, isApexCname } from "./forms";

/** Amazon Route 53, Creating records by importing a zone file. */
const ROUTE53_RECORDS = 1000;

/** Azure DNS, Import and export a DNS zone file (portal). */
const AZURE_LINES = 10_000;
const AZURE_SETS = 3000;
const AZURE_TYPES: readonly RecordType[] = ["A", "AAAA", "CAA", "CNAME", "MX", "NS", "SRV", "TXT"];
/** Of a text of several strings the documentation says that it is cut here; azure-cli 2.91 keeps all of it. */
const AZURE_CHARACTERS = 255;

/**
 * azure-cli 2.91, custom.py: a record set of the file is put in the place of one that exists, although the documentation says merged.
 * parse_zone_file.py: "First record in zone file must be SOA". All of it but the host is then written into the zone, so
 * it is that of a zone which Azure has just made (Azure DNS, quickstart).
 */
const AZURE_SOA = "3600\tIN\tSOA\tns1-01.azure-dns.com. azuredns-hostmaster.microsoft.com. 1 3600 300 2419200 300";

/** The lines that an import wants before the records. */
export function importHead(origin: string, host: Host | undefined): readonly string[] {
  if (host !== "azure") return [];
  return [
    "; Azure needs an SOA first and takes it over: this is its default. az replaces record sets of the same name and type.",
    `${origin}\t${AZURE_SOA}`,
  ];
}

/** Why a host would not import the records as they are, and what to do; undefined where it does. */
export function importFault(records: readonly DnsRecord[], host: Host): string | undefined {
  const { title } = FORMS[host];
  const refuse = (isUnsupported: (record: DnsRecord) => boolean, why: string) => {
    const unsupported = records.find(isUnsupported);
    return (
      unsupported &&
      `${title} ${why}, got "${unsupported.id}" of "${unsupported.entry}": leave it out with --purpose, and enter it by hand`
    );
  };
  const atMost = (limit: number, count: number, what: string) =>
    count > limit
      ? `${title} imports at most ${limit} ${what}, got ${count}: write several files, with --only`
      : undefined;
  const hasText = (isUnsupported: (content: string) => boolean) => (record: DnsRecord) =>
    record.type === "TXT" && isUnsupported(record.content ?? "");
  const apex = () => refuse(isApexCname, "takes no CNAME for the zone itself");
  switch (host) {
    case "cloudflare":
    case "generic":
      return undefined;
    case "google":
      return apex();
    case "route53":
      return (
        atMost(ROUTE53_RECORDS, records.length, "records") ??
        apex() ??
        // Its documentation has a special case for backslashes and does not say how a byte is written.
        refuse(
          hasText((content) => /\\[0-9]/.test(content)),
          "is not known to read escaped bytes in a file",
        )
      );
    case "azure":
      return (
        atMost(AZURE_LINES, records.length + 1 + importHead("", host).length + 1, "lines") ??
        atMost(AZURE_SETS, new Set(records.map(({ name, type }) => `${type} ${name}`)).size, "record sets") ??
        apex() ??
        refuse(({ type }) => !AZURE_TYPES.includes(type), `imports only ${AZURE_TYPES.join(", ")} records`) ??
        refuse(
          hasText((content) => plainText(content).length > AZURE_CHARACTERS),
          `cuts a text at ${AZURE_CHARACTERS} characters when it imports a file`,
        ) ??
        // Some versions of its command line drop the backslash, others keep it as a part of the text.
        refuse(
          hasText((content) => content.includes("\\")),
          "does not read escapes in a text when it imports a file",
        )
      );
  }
}
