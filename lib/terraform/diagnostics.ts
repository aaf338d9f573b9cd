// Parses Terraform's messages: the lines of its machine-readable output (-json) and the plain text of commands without it. Terraform's
// text is kept; the snippet of the configuration is dropped, because it may contain a secret.

/** One error or warning, in Terraform's words. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  /** May have several lines; may be empty. */
  readonly detail: string;
  /** The resource, such as `aws_sesv2_email_identity.example_com`. @default - not about one resource */
  readonly address?: string;
  /** The position in the synthesised JSON, such as `cdk.tf.json:12, in resource.terraform_data.one`. @default - unknown */
  readonly at?: string;
}

/** The parts of a line of `terraform … -json` that are used. */
export interface UiLine {
  readonly type: string;
  /** Terraform's text for people. */
  readonly message: string;
  readonly diagnostic?: Diagnostic;
  /** The state as JSON, if Terraform could not save it anywhere else ("Emergency state dump"). */
  readonly state?: string;
  /** The resource of an apply or refresh line. */
  readonly address?: string;
  /** create, read, update, delete; of apply lines. */
  readonly action?: string;
  /** Of change_summary lines. `forget` is not in them. */
  readonly changes?: {
    readonly operation: string;
    readonly add: number;
    readonly change: number;
    readonly remove: number;
    readonly import: number;
  };
}

/** Parses one line; undefined if it is not JSON: `init` prints plain text in between. */
export function parseUiLine(line: string): UiLine | undefined {
  if (!line.startsWith("{")) return undefined;
  let raw: RawLine;
  try {
    raw = JSON.parse(line);
  } catch {
    return undefined;
  }
  const changes = raw.changes;
  return {
    type: raw.type ?? "",
    message: (raw["@message"] ?? "").trim(),
    diagnostic: raw.diagnostic && readDiagnostic(raw.diagnostic),
    state: raw.state === undefined ? undefined : JSON.stringify(raw.state),
    address: raw.hook?.resource?.addr,
    action: raw.hook?.action,
    changes: changes && {
      operation: changes.operation ?? "",
      add: changes.add ?? 0,
      change: changes.change ?? 0,
      remove: changes.remove ?? 0,
      import: changes.import ?? 0,
    },
  };
}

/** Parses the stderr of a command without machine-readable output. Text that is not a diagnostic is ignored. */
export function parsePlainDiagnostics(text: string): Diagnostic[] {
  const clean = text
    // Colours, and the frame that is drawn beside coloured text.
    .replace(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g"), "")
    .replace(/^[╷│╵] ?/gm, "")
    // Log lines of TF_LOG.
    .replace(/^\d{4}-\d\d-\d\dT.*\n?/gm, "");
  return clean.split(/^(?=(?:Error|Warning): )/m).flatMap((part) => {
    const match = /^(Error|Warning): (.*)/.exec(part);
    if (!match) return [];
    const severity = match[1] === "Error" ? "error" : "warning";
    return [{ severity, summary: match[2]!.trim(), detail: part.slice(match[0].length).trim() }];
  });
}

/** Removes duplicates: Terraform prints "execution halted" several times. */
export function uniqueDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
}

/**
 * A diagnostic as text, of one or several lines, without a line break at its end:
 * `stack "mailzone": Error: …`, then the resource and the detail, indented.
 */
export function formatDiagnostic(stack: string, diagnostic: Diagnostic): string {
  const { severity, summary, detail, address, at } = diagnostic;
  const where = address === undefined ? at && `on ${at}` : `with ${address}`;
  const head = `stack "${stack}": ${severity === "error" ? "Error" : "Warning"}: ${summary}`;
  const body = [...(where ? [where] : []), ...(detail === "" ? [] : detail.split("\n"))];
  return [head, ...body.map((line) => (line.trim() === "" ? "" : `  ${line}`))].join("\n");
}

interface RawLine {
  readonly state?: object;
  readonly "@message"?: string;
  readonly type?: string;
  readonly diagnostic?: RawDiagnostic;
  readonly hook?: { readonly resource?: { readonly addr?: string }; readonly action?: string };
  readonly changes?: { operation?: string; add?: number; change?: number; remove?: number; import?: number };
}

interface RawDiagnostic {
  readonly severity?: string;
  readonly summary?: string;
  readonly detail?: string;
  readonly address?: string;
  readonly range?: { readonly filename?: string; readonly start?: { readonly line?: number } };
  readonly snippet?: { readonly context?: string | null };
}

function readDiagnostic(raw: RawDiagnostic): Diagnostic {
  const place = raw.range?.filename && `${raw.range.filename}:${raw.range.start?.line ?? 1}`;
  const at = place && (raw.snippet?.context ? `${place}, in ${raw.snippet.context}` : place);
  return {
    severity: raw.severity === "warning" ? "warning" : "error",
    summary: raw.summary ?? "",
    detail: (raw.detail ?? "").trim(),
    address: raw.address || undefined,
    at: at || undefined,
  };
}
