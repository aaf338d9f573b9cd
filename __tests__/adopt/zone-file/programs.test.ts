// One zone as many programs write it: original.zone was given to each of them, and what it wrote stands in programs/. Each
// file is read as the original is; what the program itself lost or changed is named here.
import fs from "node:fs";
import path from "node:path";
import { answers, asBindReads, BIND, FIXTURES, fixture, testWithBind } from "./answers";
import { firstFile } from "./first-file";

/** The file, and the program that wrote it. */
const PROGRAMS: readonly (readonly [file: string, program: string])[] = [
  ["named-checkzone-d", "BIND 9.18.49, named-checkzone -D"],
  ["named-secondary", "BIND 9.18.49, a secondary's file in text form, as named-compilezone -s relative writes it"],
  ["dig-axfr", "BIND 9.18.49, dig AXFR"],
  ["dig-axfr-multiline", "BIND 9.18.49, dig +onesoa +multiline AXFR"],
  ["nsd-checkzone", "NSD 4.6.1, nsd-checkzone -p"],
  ["knot", "Knot DNS 3.2.6, knotc zone-flush"],
  ["kdig-axfr", "Knot DNS 3.2.6, kdig AXFR"],
  ["pdnsutil", "PowerDNS 4.7.3, pdnsutil list-zone"],
  ["unbound", "Unbound 1.17.1, the zonefile of an auth-zone"],
  ["ldns-read-zone", "ldns 1.8.3, ldns-read-zone"],
  ["octodns", "octodns 1.22.0 with octodns-bind 1.1.0, from one zone file to another"],
  ["dnspython-relative", "dnspython 2.9.2, Zone.to_file with want_origin"],
  ["dnspython-full", "dnspython 2.9.2, Zone.to_file of a zone that is not relativized"],
  ["miekg-dns", "Go's miekg/dns 1.1.73, RR.String"],
  ["net-dns", "Perl's Net::DNS 1.36, RR->print"],
  ["dnsjava", "dnsjava 3.6.3, Record.toString"],
  ["dnsjava-multiline", "dnsjava 3.6.3, Record.toString with multiline"],
  ["dnsz", "npm's dnsz 4.5.2, stringifyZone"],
];

const ORIGINAL = answers(fixture("original.zone"));
/** Records that the program left out, and what it made of others. */
const DIFFERENCES: Readonly<Record<string, { readonly lost: readonly RegExp[]; readonly changed: readonly string[] }>> =
  {
    // octodns knows no unknown types and no bytes that are not ASCII; `\\` becomes `\`, which a server then takes away.
    octodns: {
      lost: [/^unknown\./, /^bytes\./, /^example\.com 3600 NS ns1/, /^\*\.wild\./],
      changed: ['*.wild.example.com 3600 TXT (brackets) ; semicolon, "quotes" backslash @ $ORIGIN'],
    },
    // In Latin-1: the two letters of the text are single bytes, which are no UTF-8.
    "net-dns": {
      lost: [/^bytes\./],
      changed: [String.raw`bytes.example.com 3600 TXT ${"\udfff"}"gr\252\223e \009 \255"`],
    },
  };

function expected(file: string): string[] {
  const { lost = [], changed = [] } = DIFFERENCES[file] ?? {};
  return [...ORIGINAL.filter((answer) => !lost.some((pattern) => pattern.test(answer))), ...changed].sort();
}

test("the original has what is easily read wrongly", () => {
  expect(ORIGINAL).toHaveLength(29);
  expect(ORIGINAL).toContain(
    String.raw`*.wild.example.com 3600 TXT (brackets) ; semicolon, "quotes" back\slash @ $ORIGIN`,
  );
});

test("each file has its program", () => {
  const files = fs.readdirSync(path.join(FIXTURES, "programs")).map((file) => file.replace(/\.zone$/, ""));
  expect(files.sort()).toEqual(PROGRAMS.map(([file]) => file).sort());
});

test.each(PROGRAMS)("%s.zone (%s) is read as the original", (file) => {
  expect(answers(fixture(`programs/${file}.zone`))).toEqual(expected(file));
});

testWithBind.each(PROGRAMS)(`%s.zone (%s) is read as by ${BIND}`, (file) => {
  const bytes = fixture(`programs/${file}.zone`);
  const read = asBindReads(bytes);
  expect(read === undefined ? "refused" : answers(read)).toEqual(answers(bytes));
});

test.each(PROGRAMS)("the first domains.yaml made of %s.zone (%s) changes nothing", (file) => {
  const { domains, errors, changes } = firstFile(fixture(`programs/${file}.zone`));
  expect(domains).toMatchObject([{ domain: "example.com", mailFrom: { domain: "mail.example.com" } }]);
  expect({ errors, changes }).toEqual({ errors: [], changes: [] });
});
