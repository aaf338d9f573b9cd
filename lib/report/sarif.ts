// SARIF 2.1.0 (OASIS Standard, 27 March 2020, with errata 01), as GitHub's code scanning accepts it: one run, one driver.
import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import { type Finding, wholeMessage } from "../dns/finding";
import { escapeInvisible } from "../dns/text/escape";
import { cut, findingSubject, levelOf, MESSAGE_LIMIT, type Report, type ReportedPlace, RULE_PAGES } from "./report";

export interface Tool {
  readonly version: string;
  /** The product's home page, an absolute URL without a slash at its end. */
  readonly home: string;
}

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const TOP = "%SRCROOT%";

export function renderSarif(report: Report, { version, home }: Tool): string {
  const { source, findings, ruleOf } = report;
  const ids = [...new Set(findings.map(({ rule }) => rule))];
  const indexes = new Map(ids.map((id, index) => [id, index]));
  const seen = new Map<string, number>();
  const rules = ids.map((id) => {
    const { level = "error", summary = id, detail = id } = ruleOf(id) ?? {};
    return {
      id,
      shortDescription: text(summary),
      fullDescription: text(detail),
      help: text(detail),
      helpUri: `${home}/blob/main/${RULE_PAGES[source]}`,
      defaultConfiguration: { level },
    };
  });
  const results = findings.map((finding) => ({
    ruleId: finding.rule,
    ruleIndex: indexes.get(finding.rule),
    level: levelOf(finding),
    message: text(wholeMessage(finding)),
    locations: locations(report, finding),
    partialFingerprints: { primaryLocationLineHash: fingerprint(finding, seen) },
    suppressions: finding.acceptedBy === undefined ? undefined : [suppression(finding.acceptedBy)],
  }));
  const run = {
    tool: { driver: { name: "mailzone", version, informationUri: home, rules } },
    // Each command has its own category: GitHub closes alerts that are missing from the newest run of a category.
    automationDetails: { id: `mailzone-${source}/` },
    columnKind: "utf16CodeUnits",
    originalUriBaseIds: { [TOP]: { description: text("The repository's top folder.") } },
    results,
  };
  return JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs: [run] }, null, 2);
}

/** In a message, braces are placeholders and `[a](b)` is a link (§3.11.5, §3.11.6). Neither is meant here. */
function text(words: string): { readonly text: string } {
  const plain = cut(escapeInvisible(cut(words, MESSAGE_LIMIT)), MESSAGE_LIMIT).replace(/[{}]/g, "$&$&");
  return { text: plain.includes("](") ? plain.replace(/[[\]\\]/g, "\\$&") : plain };
}

function locations({ placeOf }: Report, finding: Finding) {
  const [place, subject] = [placeOf(finding), findingSubject(finding)];
  if (place === undefined && subject === undefined) return [];
  return [
    {
      physicalLocation: place && physicalLocation(place),
      logicalLocations: subject && [{ fullyQualifiedName: cut(escapeInvisible(subject), MESSAGE_LIMIT) }],
    },
  ];
}

/** Without a region the finding is about the whole file (§3.29.4). */
function physicalLocation({ file, line, column }: ReportedPlace) {
  const artifactLocation = file.startsWith("/")
    ? { uri: pathToFileURL(wellFormed(file)).href }
    : { uri: wellFormed(file).split("/").map(encodeURIComponent).join("/"), uriBaseId: TOP };
  if (line === undefined) return { artifactLocation };
  return { artifactLocation, region: { startLine: line, startColumn: column } };
}

/** Half a surrogate pair cannot be written in UTF-8 or in a URI. */
function wellFormed(file: string): string {
  return Buffer.from(file, "utf8").toString("utf8");
}

/** The same in the next run, even if the line has moved. A second finding that is otherwise the same gets another one. */
function fingerprint(finding: Finding, seen: Map<string, number>): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([finding.rule, ...identityOf(finding)]))
    .digest("hex");
  const count = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, count);
  return `${hash}:${count}`;
}

/** What stays the same from run to run for one finding: its message contains numbers that change. */
function identityOf({ stack, domain, record, address, message }: Finding): readonly string[] {
  const thing = address ?? record;
  if (stack === undefined && domain === undefined && thing === undefined) return [message];
  return [...(stack === undefined ? [] : [stack]), domain ?? "", thing ?? ""];
}

function suppression(by: string) {
  const justification = cut(escapeInvisible(by === "" ? "accepted with --accept" : `accepted by ${by}`), MESSAGE_LIMIT);
  return { kind: "external", status: "accepted", justification };
}
