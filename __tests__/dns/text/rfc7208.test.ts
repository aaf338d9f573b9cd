import { lookupCounter, lookupTerms, nextName, SPF_LOOKUP_LIMIT } from "../../../lib/dns/text/spf";
import { formatSpfTerms, isSpf, parseSpf, type SpfTerm } from "../../../lib/dns/text/spf-parser";
import { type Expected, SECTIONS, type Section } from "./rfc7208-cases";

/** Cases of the suite that need more than the records' texts. */
const SKIPPED: Readonly<Record<string, string>> = {
  txttimeout: "a name server that does not answer is temperror, whatever is published",
  nospftxttimeout: "a name server that does not answer",
  alltimeout: "a name server that does not answer",
  "include-temperror": "a name server that does not answer",
  "exists-dnserr": "a name server that does not answer",
  "include-at-limit": "passes because the sender's address matches before the 11th lookup; other senders get permerror",
};

test("all cases of the suite are here or skipped with a reason", () => {
  const ids = SECTIONS.flatMap(({ cases }) => cases.map(([id]) => id));
  expect(ids.filter((id) => id in SKIPPED)).toEqual([]);
  expect(ids.length + Object.keys(SKIPPED).length).toBe(203);
});

test.each(SECTIONS.flatMap((section) => section.cases.map((one) => [section.section, ...one, section] as const)))(
  "%s: %s",
  (_section, _id, name, expected, section) => {
    expect(judge(section, name)).toBe(expected);
  },
);

test("every valid record of the suite is written again as it was read, but for spaces and the case of names", () => {
  for (const text of SECTIONS.flatMap(({ zone }) => Object.values(zone).flat()).filter(isSpf)) {
    const { terms, problems } = parseSpf(text);
    if (problems.length > 0) continue;
    const written = formatSpfTerms(terms);
    expect(written.toLowerCase()).toBe(text.toLowerCase().replace(/ +/g, " ").trim());
    expect(parseSpf(written)).toEqual({ terms, problems });
  }
});

/** What can be told of a name's record without a sender: `permerror` for its syntax and limits, and those of what it includes. */
function judge(section: Section, name: string): Expected {
  const published = (section.zone[name] ?? []).filter(isSpf);
  const [text] = published;
  if (text === undefined) return "none";
  if (published.length > 1) return "permerror";
  const { terms, problems } = parseSpf(text);
  if (problems.length > 0) return "permerror";
  const count = lookupCounter((other) => parseSpf(section.zone[other]?.find(isSpf) ?? "").terms);
  if (count(terms) > SPF_LOOKUP_LIMIT || voids(section, name, terms) > 2) return "permerror";
  if (terms.some((term) => term.name === "mx" && (section.mx[target(term, name)] ?? 0) > 10)) return "permerror";
  const next = lookupTerms(terms).flatMap((term) => nextName(term) ?? []);
  return next.every((other) => judge(section, other) === "valid") ? "valid" : "permerror";
}

/** Terms that look for addresses or MX records where the zone has none (RFC 7208 §4.6.4). */
function voids(section: Section, name: string, terms: readonly SpfTerm[]): number {
  return lookupTerms(terms).filter((term) => {
    const at = target(term, name);
    if (term.name === "mx") return section.mx[at] === undefined;
    return (term.name === "a" || term.name === "exists") && !section.hosts.includes(at);
  }).length;
}

function target({ value }: SpfTerm, name: string): string {
  return value === undefined ? name : value.toLowerCase().replace(/\.$/, "");
}
