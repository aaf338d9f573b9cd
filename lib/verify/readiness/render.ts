// The list of `verify --readiness` for a terminal, for markdown and as JSON, with the command that asks for production access.
import { codeSpan, visibleSentence, visibleText } from "../../dns/text/escape";
import { markdownTable } from "../../dns/text/markdown-table";
import { plain } from "../../records/markdown";
import { type ProductionAccess, READINESS, type Readiness, type ReadinessItem, type ReadinessStatus } from "./list";

/** More domains than this are counted. */
const MAX_NAMED = 4;

const ACCESS: Readonly<Record<ProductionAccess, string>> = {
  production: "has production access",
  "not-requested": "is in the sandbox, and production access was not requested",
  "under-review": "is in the sandbox, and the request for production access is under review",
  denied: "is in the sandbox, and the request for production access was denied",
  failed: "is in the sandbox, and the request for production access failed",
  unknown: "did not say whether it is in the sandbox",
};

const STATUS: Readonly<Record<ReadinessStatus, string>> = {
  there: "there",
  missing: "missing",
  confirm: "confirm",
  "cannot-tell": "cannot tell",
};

export interface ReadinessReport {
  readonly list: readonly Readiness[];
  /** What could not be seen and why, one sentence each. */
  readonly unseen: readonly string[];
}

/** @param paint of a status, which changes no width. @default - as it is */
export function renderReadinessText(
  { list, unseen }: ReadinessReport,
  paint: (status: ReadinessStatus, text: string) => string = (_status, text) => text,
): string {
  const width = Math.max(...Object.values(STATUS).map(({ length }) => length)) + 2;
  const titles = Math.max(...Object.values(READINESS).map(({ length }) => length)) + 2;
  const lines = (item: ReadinessItem) => [
    `  ${paint(item.status, STATUS[item.status])}${" ".repeat(width - STATUS[item.status].length)}${READINESS[item.id].padEnd(titles)}${visibleSentence(sentence(item))}`,
    ...(item.fix === "" ? [] : [`  ${" ".repeat(width)}to do: ${visibleSentence(item.fix)}`]),
  ];
  const sections = list.map((one) =>
    [
      `${visibleText(headline(one))}:`,
      "",
      ...one.items.flatMap(lines),
      ...nextSteps(one).flatMap(({ text, command }) => ["", text, ...(command === undefined ? [] : [`  ${command}`])]),
    ].join("\n"),
  );
  const notSeen = unseen.map((text) => `not seen: ${visibleText(text)}`).join("\n");
  return [...sections, ...(notSeen === "" ? [] : [notSeen])].join("\n\n");
}

export function renderReadinessMarkdown({ list, unseen }: ReadinessReport): string {
  const code = (text: string) => codeSpan(visibleText(text));
  const sections = list.map((one) =>
    [
      `### ${plain(headline(one))}`,
      "",
      markdownTable([
        ["Status", "What", "Seen", "To do"],
        ...one.items.map((item) => [STATUS[item.status], READINESS[item.id], plain(sentence(item)), plain(item.fix)]),
      ]),
      ...nextSteps(one).flatMap(({ text, command }) => ["", command === undefined ? text : `${text} ${code(command)}`]),
    ].join("\n"),
  );
  return [...sections, ...unseen.map((text) => `not seen: ${plain(text)}`)].join("\n\n");
}

const VERSION = 1;

export function renderReadinessJson({ list, unseen }: ReadinessReport): string {
  return JSON.stringify({ version: VERSION, regions: list, unseen }, null, 2);
}

function headline({ region, account, access, caseId }: Readiness): string {
  const whose = account === "" ? "" : ` (${account})`;
  return `SES in ${region}${whose} ${ACCESS[access]}${caseId === undefined ? "" : ` (case ${caseId})`}`;
}

function sentence({ domains, message }: ReadinessItem): string {
  if (domains.length === 0) return message;
  const named =
    domains.length > MAX_NAMED
      ? `${domains.slice(0, MAX_NAMED - 1).join(", ")} and ${domains.length - MAX_NAMED + 1} more`
      : domains.join(", ");
  return `${named}: ${message}`;
}

interface NextStep {
  readonly text: string;
  readonly command?: string;
}

function nextSteps({ access, region, website, caseId }: Readiness): NextStep[] {
  if (access === "denied" || access === "failed")
    return [
      { text: `Answer AWS in the support centre${caseId === undefined ? "" : ", in that case"}; do not ask anew.` },
    ];
  if (access !== "not-requested") return [];
  const url = website ?? "https://YOUR-WEBSITE/";
  return [
    {
      text: "To ask for production access, in the SES console or by:",
      command: `aws sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url ${url} --region ${region}`,
    },
  ];
}
