import {
  formatDiagnostic,
  parsePlainDiagnostics,
  parseUiLine,
  uniqueDiagnostics,
} from "../../lib/terraform/diagnostics";

const line = (value: object): string => JSON.stringify({ "@level": "info", "@module": "terraform.ui", ...value });

test("an error keeps Terraform's words and its address, and loses the snippet, which may hold a secret", () => {
  const text = line({
    "@message": "Error: creating",
    type: "diagnostic",
    diagnostic: {
      severity: "error",
      summary: "creating DNS record",
      detail: "409 Conflict\n81058: An identical record already exists.\n",
      address: "cloudflare_dns_record.example_com_dkim_1",
      range: {
        filename: "cdk.tf.json",
        start: { line: 12, column: 3, byte: 100 },
        end: { line: 12, column: 4, byte: 101 },
      },
      snippet: { context: "resource.cloudflare_dns_record.example_com_dkim_1", code: '"token": "hush"', values: [] },
    },
  });
  const diagnostic = parseUiLine(text)!.diagnostic!;
  expect(diagnostic).toEqual({
    severity: "error",
    summary: "creating DNS record",
    detail: "409 Conflict\n81058: An identical record already exists.",
    address: "cloudflare_dns_record.example_com_dkim_1",
    at: "cdk.tf.json:12, in resource.cloudflare_dns_record.example_com_dkim_1",
  });
  expect(formatDiagnostic("mailzone", diagnostic)).toMatchInlineSnapshot(`
    "stack "mailzone": Error: creating DNS record
      with cloudflare_dns_record.example_com_dkim_1
      409 Conflict
      81058: An identical record already exists."
  `);
});

test("a warning about no resource says where it is, and empty lines of a detail stay empty", () => {
  const diagnostic = { severity: "warning", summary: "old", detail: "one\n\ntwo", at: "cdk.tf.json:1" } as const;
  expect(formatDiagnostic("a", diagnostic)).toBe('stack "a": Warning: old\n  on cdk.tf.json:1\n  one\n\n  two');
  expect(formatDiagnostic("a", { severity: "error", summary: "bare", detail: "" })).toBe('stack "a": Error: bare');
});

test("lines of an apply have their address and action, summaries their numbers", () => {
  const hook = { resource: { addr: "terraform_data.one" }, action: "create", elapsed_seconds: 0 };
  expect(parseUiLine(line({ "@message": "terraform_data.one: Creating...", type: "apply_start", hook }))).toEqual({
    type: "apply_start",
    message: "terraform_data.one: Creating...",
    address: "terraform_data.one",
    action: "create",
  });
  const changes = { add: 2, change: 0, import: 1, remove: 3, operation: "destroy" };
  expect(parseUiLine(line({ "@message": "Destroy complete!", type: "change_summary", changes }))).toEqual({
    type: "change_summary",
    message: "Destroy complete!",
    changes,
  });
});

test.each(["", "plain text", "{ broken", "\u001b[0m\u001b[32m"])("%j is no line of Terraform's", (text) => {
  expect(parseUiLine(text)).toBeUndefined();
});

test("plain errors are read with and without their frame and colours, and log lines are not taken for them", () => {
  const plain = `2026-11-24T18:43:40.540Z [ERROR] Error: of the log
\nError: Failed to query available provider packages

Could not retrieve the list of available versions for provider
nope/a/b: no such host

Error: Second
`;
  const framed = `\u001b[31m╷\u001b[0m\u001b[0m
\u001b[31m│\u001b[0m \u001b[0m\u001b[1m\u001b[31mError: \u001b[0m\u001b[0m\u001b[1mFailed to query available provider packages\u001b[0m
\u001b[31m│\u001b[0m \u001b[0m
\u001b[31m│\u001b[0m \u001b[0mCould not retrieve the list of available versions for provider
\u001b[31m│\u001b[0m \u001b[0mnope/a/b: no such host
\u001b[31m╵\u001b[0m\u001b[0m
\u001b[31m╷\u001b[0m\u001b[0m
\u001b[31m│\u001b[0m \u001b[0mError: Second
\u001b[31m╵\u001b[0m\u001b[0m
`;
  const expected = [
    {
      severity: "error",
      summary: "Failed to query available provider packages",
      detail: "Could not retrieve the list of available versions for provider\nnope/a/b: no such host",
    },
    { severity: "error", summary: "Second", detail: "" },
  ];
  expect(parsePlainDiagnostics(plain)).toEqual(expected);
  expect(parsePlainDiagnostics(framed)).toEqual(expected);
  expect(parsePlainDiagnostics("Warning: Old\n\nuse new\n")).toEqual([
    { severity: "warning", summary: "Old", detail: "use new" },
  ]);
  expect(parsePlainDiagnostics("panic: nil\n")).toEqual([]);
});

test("what Terraform prints twice is reported once", () => {
  const halted = { severity: "error", summary: "execution halted", detail: "" } as const;
  const other = { ...halted, address: "a.b" };
  expect(uniqueDiagnostics([halted, other, { ...halted }])).toEqual([halted, other]);
});
