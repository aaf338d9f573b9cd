// Forms of the settings for mail: dkim, mailFrom, dmarc and spf.
import { OWN_KEY } from "../own-key";
import { type Form, isMap, isName, short, written } from "./form";

const ADDRESS = /^(?:mailto:)?[^\s@,;:]+@[^\s@,;:]+\.[^\s@,;:]+$/;
const ALL = { "-all": "-all", fail: "-all", hardfail: "-all", reject: "-all", "~all": "~all", softfail: "~all" };
const ENDS: Readonly<Record<string, string>> = {
  ...ALL,
  "?all": "?all",
  neutral: "?all",
  "+all": "+all",
  pass: "+all",
};

/** What SES and the provider call a DKIM key of one's own. */
const OWN_KEYS =
  /^(?:byodkim|external|own|(?:domain[_-]?(?:signing)?[_-]?)?selector|(?:public|private)[_-]?key|signing[_-]?attributes.*)$/i;

export const dkimForm: Form = (value) => {
  if (value === false) return "is false: leave it out, SES signs all mail";
  const [length] = /(?:1024|2048)/.exec(String(value)) ?? [];
  if (length !== undefined && !isMap(value)) return `is ${said(value)}: write {keyLength: ${length}}`;
  const own = isMap(value) ? Object.keys(value).find((key) => OWN_KEYS.test(key)) : OWN_KEYS.exec(String(value))?.[0];
  if (own !== undefined) return `has ${own}, which a key of your own would need: ${OWN_KEY}`;
  return isMap(value) ? undefined : "is no map: write {keyLength: 2048}, or leave it out, SES signs all mail";
};

export const mailFromForm: Form = (value) => {
  const fix = "write a label such as mail, for a name below the domain";
  if (typeof value === "string" && ADDRESS.test(value))
    return `is the address "${short(value)}", and MAIL FROM is a name: ${fix}; who may be in From needs no setting`;
  if (typeof value === "string" && /[@/:*]/.test(value)) return `is "${short(value)}", which is no name: ${fix}`;
  return isMap(value) || typeof value === "string" ? undefined : `is ${said(value)}: ${fix}, or false for none`;
};

/** The tags of a record, by the setting that each of them is. */
const DMARC_TAGS: Readonly<Record<string, string>> = {
  p: "policy",
  sp: "subdomainPolicy",
  np: "nonexistentSubdomainPolicy",
  adkim: "alignment: {dkim: …}",
  aspf: "alignment: {spf: …}",
  fo: "failureOptions",
  t: "testing: true",
  v: "",
  pct: "",
  rf: "",
  ri: "",
};

export const dmarcForm: Form = (value) => {
  const forms = "none, quarantine or reject, or a map such as {policy: none, rua: dmarc@example.com}";
  if (isMap(value)) {
    const tags = Object.keys(value).filter((key) => Object.hasOwn(DMARC_TAGS, key));
    if (tags.length === 0) return undefined;
    const ours = tags.flatMap((tag) => (DMARC_TAGS[tag] ? [`${DMARC_TAGS[tag]} for ${tag}`] : []));
    const gone = tags.filter((tag) => DMARC_TAGS[tag] === "");
    const fixes = [
      ...(ours.length > 0 ? [`write ${ours.join(", ")}`] : []),
      ...(gone.length > 0 ? [`leave ${gone.join(", ")} out`] : []),
    ];
    return `has tags of a record, ${tags.join(", ")}: ${fixes.join(" and ")}, or write the record itself, dmarc: "v=DMARC1; p=…"`;
  }
  if (typeof value !== "string") return `is ${said(value)}: write ${forms}`;
  const text = value.trim();
  const policy = /^(?:p\s*=\s*)?(none|quarantine|reject)\s*;?$/i.exec(text)?.[1]?.toLowerCase();
  if (policy !== undefined) return `is "${short(value)}": write ${policy}`;
  if (/^["'].*DMARC1/i.test(text)) return "has quotes within its quotes: take the inner ones away";
  if (/^v\s*=\s*DMARC1/i.test(text))
    return `is "${short(value)}": begin it with v=DMARC1, in capitals and without a blank`;
  if (/^p\s*=/.test(text)) return `is "${short(value)}": begin it with v=DMARC1, as in "v=DMARC1; ${short(text)}"`;
  if (ADDRESS.test(text)) return `is the address "${short(text)}": write {policy: none, rua: ${short(text)}}`;
  if (/^(?:off|no|disabled?)$/i.test(text))
    return `is "${text}": write none for a record that only reports, or false where somebody else manages it`;
  return `is "${short(value)}": write ${forms}`;
};

/** Addresses of reports in one text, as the record has them. */
export const reportsForm: Form = (value) => {
  if (typeof value !== "string" || !/[,;\s]/.test(value.trim())) return undefined;
  const all = value.split(/[,;\s]+/).filter((part) => part !== "");
  if (all.length < 2 || !all.every((part) => ADDRESS.test(part))) return undefined;
  return `is ${all.length} addresses in one text: write a list, [${all.map(short).join(", ")}]`;
};

export const spfForm: Form = (value) => {
  const fields = "write a map such as {include: _spf.example.net}, or the record's text, beginning with v=spf1";
  if (value === true) return `is true: ${fields}; or leave it out, SES needs no SPF record at the domain itself`;
  if (Array.isArray(value)) {
    const terms = value.every((term) => typeof term === "string") ? value.join(" ") : "";
    return `is a list: write ${terms === "" ? "a map or the record's text" : recordOf(terms)}`;
  }
  if (isMap(value)) return undefined;
  if (typeof value !== "string") return `is ${said(value)}: ${fields}`;
  const text = value.trim();
  if (/^["'].*v=spf1/i.test(text)) return "has quotes within its quotes: take the inner ones away";
  if (/^v\s*=\s*spf1/i.test(text))
    return `is "${short(value)}": begin it with v=spf1, in small letters and without a blank`;
  if (isName(text)) return `is "${short(text)}": write {include: ${short(text)}}`;
  return /(?:^|\s)[-~?+]?(?:all|include:|ip4:|ip6:|a\b|mx\b)/.test(text)
    ? `is "${short(value)}": write ${recordOf(text)}`
    : `is "${short(value)}": ${fields}`;
};

/** The end of an SPF record in words. */
export const allForm: Form = (value) => {
  const word = String(value).trim().toLowerCase();
  const meant = Object.hasOwn(ENDS, word) ? ENDS[word] : undefined;
  return meant === undefined || meant === value ? undefined : `is "${short(String(value))}": write ${meant}`;
};

/** A mechanism where its value is expected: `include: include:_spf.example.net`. */
export function mechanismForm(field: string): Form {
  return (value) => {
    if (typeof value !== "string" || !value.toLowerCase().startsWith(`${field}:`)) return undefined;
    return `is "${short(value)}", and "${field}" says that already: write ${written(value.slice(field.length + 1)) ?? "what follows the colon"}`;
  };
}

function recordOf(terms: string): string {
  return `"v=spf1 ${short(terms)}"`;
}

function said(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  return isMap(value) ? "a map" : typeof value === "string" ? `"${short(value)}"` : String(value);
}
