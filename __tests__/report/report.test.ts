// Findings as SARIF 2.1.0 and as GitHub's workflow commands, whatever texts and names of files are in them.
import path from "node:path";
import * as z from "zod";
import { allowWorkflowCommands, printable } from "../../lib/cli/terminal";
import type { Finding } from "../../lib/dns/finding";
import { readPlan } from "../../lib/plan/plan";
import { reportAdopt } from "../../lib/report/adopt";
import { reportCheck } from "../../lib/report/check";
import type { Report, ReportFiles } from "../../lib/report/report";
import { reportReview } from "../../lib/report/review";
import { renderSarif } from "../../lib/report/sarif";
import { reportVerify } from "../../lib/report/verify";
import { renderWorkflowCommands } from "../../lib/report/workflow-command";
import { type ReviewOptions, review } from "../../lib/review/review";
import type { Verification } from "../../lib/verify/verification";
import { dmarc, plan, record } from "../review/plans";

const TOOL = { version: "1.2.3", home: "https://example.com/mailzone" };

/** The part of the standard that is written; anything beside it is a mistake. */
const text = z.strictObject({ text: z.string().min(1) });
const level = z.enum(["none", "note", "warning", "error"]);
const SARIF = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.literal("mailzone"),
          version: z.string(),
          informationUri: z.url(),
          rules: z.array(
            z.strictObject({
              id: z.string(),
              shortDescription: text,
              fullDescription: text,
              help: text,
              helpUri: z.url(),
              defaultConfiguration: z.strictObject({ level }),
            }),
          ),
        }),
      }),
      automationDetails: z.strictObject({ id: z.string().regex(/\/$/) }),
      columnKind: z.literal("utf16CodeUnits"),
      originalUriBaseIds: z.strictObject({ "%SRCROOT%": z.strictObject({ description: text }) }),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.number().int().min(0),
          level,
          message: text,
          locations: z
            .array(
              z.strictObject({
                physicalLocation: z
                  .strictObject({
                    artifactLocation: z.strictObject({
                      uri: z.string().regex(/^(?:[A-Za-z0-9._~!*'()/:-]|%[0-9A-F]{2})+$/),
                      uriBaseId: z.literal("%SRCROOT%").optional(),
                    }),
                    region: z
                      .strictObject({
                        startLine: z.number().int().min(1),
                        startColumn: z.number().int().min(1).optional(),
                      })
                      .optional(),
                  })
                  .optional(),
                logicalLocations: z.array(z.strictObject({ fullyQualifiedName: z.string() })).optional(),
              }),
            )
            .max(1),
          partialFingerprints: z.strictObject({ primaryLocationLineHash: z.string().regex(/^[0-9a-f]{64}:[0-9]+$/) }),
          suppressions: z
            .tuple([
              z.strictObject({
                kind: z.literal("external"),
                status: z.literal("accepted"),
                justification: z.string(),
              }),
            ])
            .optional(),
        }),
      ),
    }),
  ]),
});

function runOf(report: Report) {
  const [run] = SARIF.parse(JSON.parse(renderSarif(report, TOOL))).runs;
  for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  return run;
}

const finding = (rest: Partial<Finding> = {}): Finding => ({
  source: "check",
  rule: "mail-from-alone",
  severity: "error",
  domain: "example.com",
  record: "mx",
  message: "it is wrong",
  at: { file: "domains.yaml", line: 3, column: 5 },
  ...rest,
});
const files = (file?: string, find?: ReportFiles["find"]): ReportFiles => ({
  fromTop: (name) => name,
  fileOf: () => file,
  find,
});
const checked = (...findings: Finding[]) => reportCheck(findings, files("domains.yaml"));
const reviewed = (options: ReviewOptions = {}, find?: ReportFiles["find"]) => {
  const rejects = plan([record("dmarc", dmarc("v=DMARC1; p=none;"), dmarc("v=DMARC1; p=reject;"))]);
  return reportReview(review([readPlan(rejects, "mail")], options), files(undefined, find));
};

test("a finding of check is a result at its place, and an annotation", () => {
  const run = runOf(checked(finding()));
  expect(run.tool.driver).toMatchObject({ version: "1.2.3", informationUri: TOOL.home });
  expect(run.tool.driver.rules).toMatchObject([
    {
      id: "mail-from-alone",
      helpUri: `${TOOL.home}/blob/main/docs/rules.md`,
      defaultConfiguration: { level: "error" },
    },
  ]);
  expect(run.results[0]).toMatchObject({ level: "error", message: { text: "it is wrong" } });
  expect(run.results[0]?.locations).toEqual([
    {
      physicalLocation: {
        artifactLocation: { uri: "domains.yaml", uriBaseId: "%SRCROOT%" },
        region: { startLine: 3, startColumn: 5 },
      },
      logicalLocations: [{ fullyQualifiedName: "example.com/mx" }],
    },
  ]);
  expect(renderWorkflowCommands(checked(finding()))).toBe(
    "::error file=domains.yaml,line=3,col=5,title=mail-from-alone::it is wrong",
  );
});

test("no findings are a run without results, and no annotation", () => {
  expect(runOf(checked()).results).toEqual([]);
  expect(renderWorkflowCommands(checked())).toBe("");
});

test("a finding without a place is about the whole file, which is no line", () => {
  const { at: _, ...nowhere } = finding({ rule: "local-state", severity: "warning" });
  const [result] = runOf(checked(nowhere)).results;
  expect(result?.locations[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: "domains.yaml", uriBaseId: "%SRCROOT%" },
  });
  expect(renderWorkflowCommands(checked(nowhere))).toBe("::warning file=domains.yaml,title=local-state::it is wrong");
});

test.each([
  ["blanks", "my mail/domains 1.yaml", "my%20mail/domains%201.yaml", "my mail/domains 1.yaml"],
  ["letters", "bücher/日本.yaml", "b%C3%BCcher/%E6%97%A5%E6%9C%AC.yaml", "bücher/日本.yaml"],
  [
    "what URIs and properties mean something by",
    "a%0A#?,b:c.yaml",
    "a%250A%23%3F%2Cb%3Ac.yaml",
    "a%250A#?%2Cb%3Ac.yaml",
  ],
  ["half a pair", "a\ud800.yaml", "a%EF%BF%BD.yaml", "a\\ud800.yaml"],
])("a file whose name has %s", (_what, file, uri, property) => {
  const report = checked(finding({ at: { file, line: 1, column: 1 } }));
  expect(runOf(report).results[0]?.locations[0]?.physicalLocation?.artifactLocation.uri).toBe(uri);
  expect(renderWorkflowCommands(report)).toContain(`file=${property},line`);
});

test("a file outside of the repository is named by its URL, and annotates nothing", () => {
  const report = checked(finding({ at: { file: path.resolve("/elsewhere/a b.yaml"), line: 1, column: 1 } }));
  const { artifactLocation } = runOf(report).results[0]?.locations[0]?.physicalLocation ?? {};
  expect(artifactLocation).toEqual({ uri: "file:///elsewhere/a%20b.yaml" });
  expect(renderWorkflowCommands(report)).toBe("::error title=mail-from-alone::/elsewhere/a b.yaml: it is wrong");
});

test.each([
  ["line ends", "a\r\n::error::b", "::a%0D%0A::error::b"],
  ["what looks escaped", "a%0A::stop-commands::x", "::a%250A::stop-commands::x"],
  ["controls", "a\u001b[31m\u0000\u202e", "::a\\u001b[31m\\u0000\\u202e"],
  ["half a pair", "a\ud800b", "::a\\ud800b"],
])("%s in a message stay one line of text", (_what, message, line) => {
  const commands = renderWorkflowCommands(checked(finding({ message })));
  expect(commands.split("\n")).toHaveLength(1);
  expect(commands.endsWith(line)).toBe(true);
  expect(printable({})(allowWorkflowCommands(commands))).toBe(commands);
  const json = renderSarif(checked(finding({ message })), TOOL);
  expect(JSON.parse(printable({})(json))).toEqual(JSON.parse(json));
  runOf(checked(finding({ message })));
});

test("a workflow command in somebody else's text does not run", () => {
  expect(printable({})(`${allowWorkflowCommands("::error title=a::b")}\n::add-mask::c`)).toBe(
    "::error title=a::b\n\\::add-mask::c",
  );
});

test("braces are no placeholders and brackets no link in SARIF", () => {
  const message = "${x} {0} [free](https://example.net) \\";
  const [result] = runOf(checked(finding({ message }))).results;
  expect(result?.message.text).toBe("${{x}} {{0}} \\[free\\](https://example.net) \\\\");
});

test("five megabytes are cut, and no pair torn", () => {
  const report = checked(finding({ message: `a${"🙂".repeat(1_250_000)}` }));
  expect(renderSarif(report, TOOL).length).toBeLessThan(10_000);
  const command = renderWorkflowCommands(report);
  expect(command.length).toBeLessThan(5_000);
  expect(command).toMatch(/🙂…$/u);
});

test("a finding keeps its fingerprint where its line moves and its words change; two of the same have two", () => {
  const prints = (...findings: Finding[]) =>
    runOf(checked(...findings)).results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
  const [first, second] = prints(finding(), finding());
  expect(second).not.toBe(first);
  expect(prints(finding({ message: "got 2", at: { file: "domains.yaml", line: 9, column: 1 } }))).toEqual([first]);
  expect(prints(finding({ domain: "example.net" }))).not.toEqual([first]);
});

test("a danger of review is at its place in the configuration, and so is what only a plan has at the plan", () => {
  const asked: unknown[] = [];
  const report = reviewed({}, (...subject) => {
    asked.push(subject);
    return { file: "domains.yaml", line: 7, column: 3 };
  });
  expect(asked).toContainEqual(["example.com", "dmarc"]);
  const danger = runOf(report).results.find(({ ruleId }) => ruleId === "dmarc-rejects");
  expect(danger).toMatchObject({ level: "error", locations: [{ physicalLocation: { region: { startLine: 7 } } }] });
  expect(danger).not.toHaveProperty("suppressions");
  expect(renderWorkflowCommands(report)).toContain("::error file=domains.yaml,line=7,col=3,title=dmarc-rejects::");
});

test("a review of what has no file names the domain and the resource alone", () => {
  const [first] = runOf(reviewed()).results;
  expect(first?.locations).toEqual([
    { logicalLocations: [{ fullyQualifiedName: "example.com/cloudflare_dns_record.example_com__dmarc" }] },
  ]);
  expect(renderWorkflowCommands(reviewed())).toMatch(/^::error title=dmarc-rejects::/);
});

test("an accepted danger is suppressed, and a notice", () => {
  const report = reviewed({ accept: [{ rule: "dmarc-rejects" }], acceptedBy: "alice\n::error::" });
  expect(runOf(report).results[0]?.suppressions).toEqual([
    { kind: "external", status: "accepted", justification: "accepted by alice\\u000a::error::" },
  ]);
  expect(renderWorkflowCommands(report)).toMatch(/^::notice title=dmarc-rejects::accepted by alice%0A::error::: /);
});

test("zones that could not be read are no silence", () => {
  const preflights = new Map([["mail", { format: 1 as const, unread: "no answer", clashes: [] }]]);
  const results = runOf(reviewed({ preflights })).results;
  expect(results[0]).toMatchObject({ ruleId: "zone-unread", level: "warning", message: { text: "no answer" } });
});

test("a cause of verify is at the first record that it names, with what to do; what is not seen is no silence", () => {
  const cause = {
    source: "verify",
    rule: "record-missing",
    severity: "error",
    domain: "example.com",
    records: [
      { entry: "shop", id: "dmarc" },
      { entry: "shop", id: "web-www" },
    ],
    message: '2 records of "example.com" are not there',
    fix: "run mailzone apply",
  } as const;
  const zone = { ...cause, rule: "zone-elsewhere", domain: "example.org", records: [] };
  const verification = { causes: [cause, zone], unseen: ["SES was not asked"] } as unknown as Verification;
  const asked: unknown[] = [];
  const report = reportVerify(
    verification,
    files("domains.yaml", (...subject) => {
      asked.push(subject);
      return subject[0] === "shop" ? { file: "domains.yaml", line: 4, column: 5 } : undefined;
    }),
  );
  expect(asked).toEqual([
    ["shop", "dmarc"],
    ["example.org", undefined],
  ]);
  const run = runOf(report);
  expect(run.results.map(({ ruleId, level, message }) => [ruleId, level, message.text])).toEqual([
    ["record-missing", "error", '2 records of "example.com" are not there: run mailzone apply'],
    ["zone-elsewhere", "error", '2 records of "example.com" are not there: run mailzone apply'],
    ["not-seen", "warning", "SES was not asked"],
  ]);
  expect(run.tool.driver.rules[0]?.helpUri).toBe(`${TOOL.home}/blob/main/docs/diagnosis.md`);
  expect(renderWorkflowCommands(report).split("\n")).toEqual([
    '::error file=domains.yaml,line=4,col=5,title=record-missing::2 records of "example.com" are not there: run mailzone apply',
    '::error file=domains.yaml,title=zone-elsewhere::2 records of "example.com" are not there: run mailzone apply',
    "::warning file=domains.yaml,title=not-seen::SES was not asked",
  ]);
});

test("findings of adopt are errors, warnings and notes", () => {
  const about = { source: "adopt", domain: "example.com", message: "it is so" } as const;
  const report = reportAdopt(
    [
      { ...about, rule: "adopt-clash", severity: "error", record: "dmarc" },
      { ...about, rule: "adopt-changes", severity: "warning", record: "identity" },
      { ...about, rule: "left-alone", severity: "note" },
      { source: "adopt", rule: "ses-unasked", severity: "unknown", message: "it is not known" },
    ],
    files(),
  );
  const run = runOf(report);
  expect(run.results.map(({ level }) => level)).toEqual(["error", "warning", "note", "warning"]);
  expect(run.automationDetails.id).toBe("mailzone-adopt/");
  // Every rule that adopt has is described.
  expect(run.tool.driver.rules.map(({ id, shortDescription }) => id === shortDescription.text)).toEqual(
    Array(4).fill(false),
  );
  expect(renderWorkflowCommands(report).split("\n").at(2)).toBe("::notice title=left-alone::it is so");
});
