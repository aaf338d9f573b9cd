// The files of a new repository: the configuration, package.json, and the pipelines as they are in the package.
import { type Answers, domainsYaml } from "./domains-yaml";
import type { Pipeline } from "./questions";

/** A file to write. */
export interface NewFile {
  /** Relative to the repository, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** The fields of the running package's package.json that are needed here. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
  /** The exact versions with which its tests ran. */
  readonly devDependencies: Readonly<Record<string, string>>;
}

export interface RepositoryProps {
  readonly answers: Answers;
  readonly pipeline?: Pipeline;
  readonly manifest: Manifest;
  /** The templates of the pipeline, by their names within `pipelines/<pipeline>`. @default - none */
  readonly templates?: readonly NewFile[];
}

/** The folder for the templates of each pipeline. */
const FOLDERS: Readonly<Record<Pipeline, string>> = { github: ".github/workflows/", gitlab: "", atlantis: "" };

/** The files, in the order of writing. */
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

/** Exact versions, so that tomorrow's plan uses what was reviewed today; an upgrade is a change that is reviewed like any other. */
function packageJson({ name, version, peerDependencies, devDependencies }: Manifest): object {
  const peers = Object.keys(peerDependencies).map((peer) => [peer, devDependencies[peer] ?? peerDependencies[peer]]);
  const dependencies = Object.fromEntries([...peers, [name, version]].sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)));
  return { private: true, dependencies };
}

/** For cdktf's own command line; that of mailzone does not need it. */
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
