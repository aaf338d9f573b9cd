// What a provider tells the user through Terraform. Every summary says that it comes from the emulator, in one place.

/** An error or a warning, at an attribute if `path` is given. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** One line. */
  readonly summary: string;
  /** @default - nothing more to say */
  readonly detail?: string;
  /** Attribute names and list indexes from the resource down. @default - the whole resource */
  readonly path?: readonly (string | number)[];
}

export function error(summary: string, detail?: string, path?: Diagnostic["path"]): Diagnostic {
  return { severity: "error", summary, detail, path };
}

export function warning(summary: string, detail?: string): Diagnostic {
  return { severity: "warning", summary, detail };
}

/** The message of the plugin protocol; every one says that it is emulated. */
export function diagnosticToProto({ severity, summary, detail = "", path }: Diagnostic): object {
  return {
    severity: severity === "error" ? 1 : 2,
    summary: /\bemulat/.test(summary) ? summary : `${summary} (emulated)`,
    detail,
    attribute: path === undefined ? undefined : pathToProto(path),
  };
}

/** An attribute path as the plugin protocol writes it. */
export function pathToProto(path: readonly (string | number)[]): object {
  return {
    steps: path.map((step) => (typeof step === "number" ? { element_key_int: step } : { attribute_name: step })),
  };
}
