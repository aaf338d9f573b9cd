// SARIF 2.1.0 (OASIS Standard, 27 March 2020, with errata 01), as GitHub's code scanning takes it: one run, one driver.
import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import { escapeInvisible } from "../dns/text/escape";
import { cut, MESSAGE_LIMIT, type Report, type Reported, type ReportedPlace, RULE_PAGES } from "./reported";

export interface Tool {
  readonly version: string;
  /** Where the product is found, an absolute URL without a slash at its end. */
  readonly home: string;
}

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const TOP = "%SRCROOT%";

export function renderSarif({ command, found, ruleOf }: Report, { version, home }: Tool): string {
  const ids = [...new Set(found.map(({ rule }) => rule))];
  const indexes = new Map(ids.map((id, index) => [id, index]));
  const seen = new Map<string, number>();
  const rules = ids.map((id) => {
    const { level = "error", summary = id, detail = id } = ruleOf(id) ?? {};
    return {
      ...{ id, shortDescription: text(summary), fullDescription: text(detail), help: text(detail) },
      ...{ helpUri: `${home}/blob/main/${RULE_PAGES[command]}`, defaultConfiguration: { level } },
    };
  });
  const results = found.map((one) => ({
    ...{ ruleId: one.rule, ruleIndex: indexes.get(one.rule), level: one.level, message: text(one.message) },
    locations: locations(one),
    partialFingerprints: { primaryLocationLineHash: fingerprint(one, seen) },
    ...(one.acceptedBy !== undefined && { suppressions: [suppression(one.acceptedBy)] }),
  }));
  const run = {
    tool: { driver: { name: "mailzone", version, informationUri: home, rules } },
    // Another category than the other command's: GitHub closes the alerts that the newest run of a category does not have.
    automationDetails: { id: `mailzone-${command}/` },
    columnKind: "utf16CodeUnits",
    originalUriBaseIds: { [TOP]: { description: text("The repository's top folder.") } },
    results,
  };
  return JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs: [run] }, null, 2);
}

/** Braces are placeholders and `[a](b)` is a link in a message (§3.11.5, §3.11.6): here neither is. */
function text(words: string): { readonly text: string } {
  const plain = cut(escapeInvisible(cut(words, MESSAGE_LIMIT)), MESSAGE_LIMIT).replace(/[{}]/g, "$&$&");
  return { text: plain.includes("](") ? plain.replace(/[[\]\\]/g, "\\$&") : plain };
}

function locations({ place, subject }: Reported) {
  const logical =
    subject === undefined
      ? {}
      : { logicalLocations: [{ fullyQualifiedName: cut(escapeInvisible(subject), MESSAGE_LIMIT) }] };
  const physical = place === undefined ? {} : { physicalLocation: physicalLocation(place) };
  const location = { ...physical, ...logical };
  return Object.keys(location).length === 0 ? [] : [location];
}

/** Without a region the finding is about the whole file (§3.29.4). */
function physicalLocation({ file, line, column }: ReportedPlace) {
  const artifactLocation = file.startsWith("/")
    ? { uri: pathToFileURL(wellFormed(file)).href }
    : { uri: wellFormed(file).split("/").map(encodeURIComponent).join("/"), uriBaseId: TOP };
  if (line === undefined) return { artifactLocation };
  return { artifactLocation, region: { startLine: line, ...(column !== undefined && { startColumn: column }) } };
}

/** Half a pair has no UTF-8, and no URI. */
function wellFormed(file: string): string {
  return Buffer.from(file, "utf8").toString("utf8");
}

/** The same in the next run, wherever the line has gone; the second of the same has another. */
function fingerprint({ rule, identity }: Reported, seen: Map<string, number>): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([rule, ...identity]))
    .digest("hex");
  const count = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, count);
  return `${hash}:${count}`;
}

function suppression(by: string) {
  const justification = cut(escapeInvisible(by === "" ? "accepted with --accept" : `accepted by ${by}`), MESSAGE_LIMIT);
  return { kind: "external", status: "accepted", justification };
}
