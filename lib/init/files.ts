// What a repository of one's own consists of: the configuration, the packages, and the pipelines as the package has them.
import { type Answers, domainsYaml } from "./domains-yaml";
import type { Pipeline } from "./questions";

/** A file to be written. */
export interface NewFile {
  /** Relative to the repository, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** The fields of the running package's own package.json that count here. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
  /** The exact versions that its tests ran with. */
  readonly devDependencies: Readonly<Record<string, string>>;
}

export interface RepositoryProps {
  readonly answers: Answers;
  readonly pipeline?: Pipeline;
  readonly manifest: Manifest;
  /** The templates of the pipeline, by their names within `pipelines/<pipeline>`. @default - none */
  readonly templates?: readonly NewFile[];
}

/** Where the templates of each kind belong. */
const FOLDERS: Readonly<Record<Pipeline, string>> = { github: ".github/workflows/", gitlab: "", atlantis: "" };

/** The files, in the order in which they are written. */
export function repositoryFiles({ answers, pipeline, manifest, templates = [] }: RepositoryProps): NewFile[] {
  const { owner } = answers;
  return [
    { path: "domains.yaml", text: domainsYaml(answers) },
    { path: "package.json", text: json(packageJson(manifest)) },
    { path: "cdktf.json", text: json(cdktfJson(manifest)) },
    { path: ".gitignore", text: GITIGNORE },
    ...(owner === undefined ? [] : [{ path: "CODEOWNERS", text: codeowners(owner) }]),
    ...(pipeline === undefined ? [] : templates.map(({ path, text }) => ({ path: FOLDERS[pipeline] + path, text }))),
  ];
}

/** Exact versions, so that what is planned tomorrow is what was reviewed today; a new one is a change like another. */
function packageJson({ name, version, peerDependencies, devDependencies }: Manifest): object {
  const peers = Object.keys(peerDependencies).map((peer) => [peer, devDependencies[peer] ?? peerDependencies[peer]]);
  const dependencies = Object.fromEntries([...peers, [name, version]].sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)));
  return { private: true, dependencies };
}

/** For cdktf's own command line; mailzone's reads domains.yaml itself. */
function cdktfJson({ name }: Manifest): object {
  return { language: "typescript", app: `node node_modules/${name}/bin/synth.js`, sendCrashReports: "false" };
}

const GITIGNORE = `node_modules/
cdktf.out/
mailzone-review/
# Plans hold values in clear, and so do states.
.mailzone/
*.tfstate
*.tfstate.*
`;

function codeowners(owner: string): string {
  return `# Who approves what is applied. Workflows and packages run with credentials: whoever may change them may change all.
* ${owner}
`;
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
