// What holds for every kind of record, from domains.yaml to what adopt, review and verify make of it.
import fs from "node:fs";
import path from "node:path";
import type { DesiredRecord } from "../../../lib/adopt/matching/records/desired";
import { matchRecords } from "../../../lib/adopt/matching/records/records";
import { inlineYaml } from "../../../lib/adopt/texts";
import { KIND_SETTINGS } from "../../../lib/config/kinds/kinds";
import { txtVersion } from "../../../lib/dns/canonical";
import {
  DESCRIPTIONS,
  KINDS,
  kindOf,
  PURPOSES,
  type Purpose,
  purposeOfId,
  roleOf,
  SINGLETON_TEXTS,
} from "../../../lib/dns/kinds/kinds";
import { isAddressType, partsOf } from "../../../lib/dns/record-types";
import { checkRecords } from "../../../lib/dns/rules/rules";
import { plainText } from "../../../lib/dns/text/txt";
import { ARTICLE_COLUMNS } from "../../../lib/records/columns";
import { cellsOf } from "../../../lib/records/table";
import { isSimilarText } from "../../../lib/verify/live/expected";
import { domains, live, wanted } from "../../adopt/zones";
import { dns, plan, record, rules, type Values } from "../../review/plans";
import { KIND_SAMPLES } from "./samples";

const each = PURPOSES.map((purpose) => [purpose, KIND_SAMPLES[purpose]] as const);
const entries = (purpose: Purpose) => {
  const { yaml, beside = [] } = KIND_SAMPLES[purpose];
  return [`{domain: example.com${yaml === "" ? "" : `, ${yaml}`}}`, ...beside];
};
/** The records of each kind's sample, which are read once for all tests. */
const ALL = new Map(
  PURPOSES.map((purpose) => [purpose, wanted(...entries(purpose)).filter(({ entry }) => entry === "example.com")]),
);
const all = (purpose: Purpose): readonly DesiredRecord[] => ALL.get(purpose)!;
const sampled = (purpose: Purpose): DesiredRecord => all(purpose).find((one) => one.purpose === purpose)!;
/** The value as text, also of a record in parts. */
const shownValue = ({ type, content, data }: DesiredRecord) =>
  content ??
  partsOf(type)
    .map(({ key }) => data?.[key])
    .join(" ");
const zoneRecord = (one: DesiredRecord) =>
  live(`${one.type} ${one.name} ${one.priority === null ? "" : `${one.priority} `}${shownValue(one)}`, {
    data: one.data,
  });

test.each(each)("%s is published as domains.yaml asks for it", (purpose, { record }) => {
  const { id, type, name } = sampled(purpose);
  expect([id, type, name, shownValue(sampled(purpose))]).toEqual(record);
});

test.each(each)("an id of %s is no other kind's", (purpose, { record: [id] }) => {
  expect(purposeOfId(id)).toBe(purpose);
  expect([purposeOfId(`x${id}`), purposeOfId(`${id}\n`) === "dkim"]).toEqual([undefined, false]);
});

test.each(each)(
  "%s is taken for its role in a plan, by what is known of it",
  (purpose, { record: [id, type, name, content] }) => {
    const text = type === "TXT" ? plainText(content) : "";
    const role = type === "MX" ? "record" : KINDS[purpose].role;
    expect(roleOf({ type, name, text, id })).toBe(role);
    // By its id alone, where nothing else is known before an apply.
    expect(roleOf({ type: undefined, name: undefined, text: "", id })).toBe(KINDS[purpose].role);
  },
);

test.each(each)("%s has a field of domains.yaml, and its own words in the table", (purpose) => {
  expect(Object.keys(KIND_SETTINGS)).toContain(KINDS[purpose].setting);
  const { description } = cellsOf(sampled(purpose), { columns: ARTICLE_COLUMNS });
  expect(description.slice(0, DESCRIPTIONS[purpose].length)).toBe(DESCRIPTIONS[purpose]);
});

test.each(each)("%s that is proxied is refused where it cannot be", (purpose) => {
  const records = all(purpose).map((one) => (one.purpose === purpose ? { ...one, proxied: true, ttl: 1 } : one));
  const found = checkRecords(domains(...entries(purpose)), records).filter(({ rule }) => rule.endsWith("-proxied"));
  const { type } = sampled(purpose);
  const expected = kindOf(purpose).isMail ? ["mail-proxied"] : isAddressType(type) ? [] : ["record-proxied"];
  expect([...new Set(found.map(({ rule }) => rule))]).toEqual(expected);
});

const matchOf = (purpose: Purpose, ...zone: Parameters<typeof matchRecords>[1]) =>
  matchRecords(all(purpose), zone).matches.find(({ id }) => id === sampled(purpose).id);

test.each(each)("%s that is in the zone is adopted unchanged", (purpose) => {
  expect(matchOf(purpose, zoneRecord(sampled(purpose)))).toMatchObject({ status: "identical", changes: [], notes: [] });
  expect(matchOf(purpose)).toMatchObject({ status: "absent" });
});

test.each(each)("a record that conflicts with %s is reported with its fix", (purpose) => {
  const { type, name } = sampled(purpose);
  const other = type === "CNAME" ? live(`A ${name} 192.0.2.1`) : live(`CNAME ${name} other.example.net`);
  const found = matchOf(purpose, other);
  // At the zone's own name texts stand beside a CNAME.
  if (name === "example.com") expect(found?.status).toBe("absent");
  else
    expect([found?.status, found?.notes[0]]).toEqual([
      "clash",
      expect.stringContaining(kindOf(purpose).clash.workaround),
    ]);
});

const lone = each.flatMap(([purpose, { record }]) => {
  const { singleton } = kindOf(purpose);
  return singleton === undefined ? [] : [[purpose, singleton, plainText(record[3])] as const];
});

test.each(lone)("%s is a text of which a name has one", (purpose, { version, matches, title, toSetting }, text) => {
  expect([txtVersion(text), matches(text), SINGLETON_TEXTS.get(version)?.title]).toEqual([version, true, title]);
  // A second one at the name, after the first is taken over, is in the way.
  const second = live(`TXT ${sampled(purpose).name} "${text} "`, { id: "second" });
  const found = matchOf(purpose, zoneRecord(sampled(purpose)), second);
  expect([found?.status, found?.notes[0]]).toEqual(["clash", expect.stringContaining(`a second ${title}`)]);
  expect(toSetting(text).exact).toBe(true);
});

test.each(lone)("verify sees a spoilt text of %s for what it was meant as", (_, __, text) => {
  expect([isSimilarText(text, text.replace("=", " = ")), isSimilarText(text, `"${text}"`)]).toEqual([true, true]);
  expect(isSimilarText(text, "proof=1")).toBe(false);
});

test.each(lone.filter(([purpose]) => kindOf(purpose).isText))(
  "the words that %s has for its text write it again",
  (purpose, { toSetting, ownerName }, text) => {
    expect(ownerName("example.com")).toBe(sampled(purpose).name);
    const written = wanted(`{domain: example.com, ${KINDS[purpose].setting}: ${inlineYaml(toSetting(text).value)}}`);
    expect(plainText(written.find((one) => one.purpose === purpose)?.content ?? "")).toBe(text);
  },
);

test.each(each)("the review has a word for %s that comes and goes", (purpose) => {
  const { id, type, name, content, priority, data } = sampled(purpose);
  const side: Values = dns(type, name, "", { content, priority, data });
  for (const change of [record(id, null, side), record(id, side, null)]) {
    const said = rules(plan([change]));
    expect(said.filter((rule) => rule === "change-unexplained")).toEqual([]);
    expect(said.length).toBeGreaterThan(0);
  }
});

test("each file of a kind has a test of its own", () => {
  const files = fs.readdirSync("lib/dns/kinds").map((file) => path.basename(file, ".ts"));
  const tests = fs.readdirSync("__tests__/dns/kinds").map((file) => path.basename(file, ".test.ts"));
  expect(files.filter((file) => file !== "kind" && !tests.includes(file))).toEqual([]);
});

test.each(each)("the field that asks for %s is in the changelog", (purpose) => {
  expect(fs.readFileSync("CHANGELOG.md", "utf8")).toContain(`\`${KINDS[purpose].setting}\``);
});

test.each(each)("%s has its ids in the page of domains.yaml", (purpose) => {
  const { ids, id } = kindOf(purpose);
  const page = fs.readFileSync("docs/configuration.md", "utf8");
  expect(page).toContain(ids ?? `\`${String(id)}\``);
});
