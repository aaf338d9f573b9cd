// Messages from a provider to the user through Terraform. One function adds to every summary that it comes from the emulator.

/** An error or a warning; about one attribute if `path` is given. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** One line. */
  readonly summary: string;
  /** @default - no details */
  readonly detail?: string;
  /** Attribute names and list indexes, starting at the resource. @default - the whole resource */
  readonly path?: readonly (string | number)[];
}

export function error(summary: string, detail?: string, path?: Diagnostic["path"]): Diagnostic {
  return { severity: "error", summary, detail, path };
}

export function warning(summary: string, detail?: string): Diagnostic {
  return { severity: "warning", summary, detail };
}

/** The diagnostic as a message of the plugin protocol. It says that it comes from the emulator. */
export function diagnosticToProto({ severity, summary, detail = "", path }: Diagnostic): object {
  return {
    severity: severity === "error" ? 1 : 2,
    summary: /\bemulat/.test(summary) ? summary : `${summary} (emulated)`,
    detail,
    attribute: path === undefined ? undefined : pathToProto(path),
  };
}

/** An attribute path in the form of the plugin protocol. */
export function pathToProto(path: readonly (string | number)[]): object {
  return {
    steps: path.map((step) => (typeof step === "number" ? { element_key_int: step } : { attribute_name: step })),
  };
}
