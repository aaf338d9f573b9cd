// A first domains.yaml: one domain, with the settings that all domains of the repository will share in `defaults`.
import { Document } from "yaml";

export interface Answers {
  readonly domain: string;
  /** @default - looked up by the domain's name */
  readonly zone?: { readonly name: string; readonly id?: string };
  readonly region: string;
  readonly account?: string;
  readonly backend: BackendAnswer;
  /** Who has to approve changes. @default - nobody */
  readonly owner?: string;
}

export type BackendAnswer =
  | { readonly type: "local" }
  | { readonly type: "s3"; readonly bucket: string; readonly region: string; readonly prefix?: string }
  | { readonly type: "gcs"; readonly bucket: string; readonly prefix?: string };

const HEAD = `# yaml-language-server: $schema=node_modules/@mailzone/mailzone/lib/config/domains.schema.json
# Every field: node_modules/@mailzone/mailzone/docs/configuration.md
`;

/** The text of the file; the library quotes texts that YAML would read as something else. */
export function domainsYaml({ domain, zone, region, account, backend }: Answers): string {
  const aws = { region, allowedAccountIds: account === undefined ? undefined : [account] };
  const document = new Document({
    zones: { [zone?.name ?? domain]: zone?.id ?? null },
    backend: backend.type === "local" ? undefined : backend,
    defaults: { aws },
    domains: [{ domain }],
  });
  return HEAD + document.toString({ lineWidth: 0, nullStr: "" });
}
