// Prints, as JSON, what a package's declarations export without a docstring: `node bin/run.js scripts/undocumented-exports.ts TSCONFIG INDEX`,
// with the absolute paths of a project that includes the declarations, and of the file that exports them. A test of the package asks.
import { API, type Project, SymbolFlags, type Symbol as TypeSymbol } from "typescript/unstable/sync";

/** Members that only CDKTF calls. */
const INTERNAL = /^(__|#|findings$|synth$|prepareStack$)/;

const [config = "", index = ""] = process.argv.slice(3);
const api = new API();
try {
  const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
  if (project === undefined) throw new Error(`${config} cannot be opened`);
  const all = exportsOf(project, index).flatMap((symbol) => [
    { name: symbol.name, symbol },
    ...membersOf(symbol).map((member) => ({ name: `${symbol.name}.${member.name}`, symbol: member })),
  ]);
  const names = all.filter(({ symbol }) => !isDocumented(project, symbol)).map(({ name }) => name);
  process.stdout.write(`${JSON.stringify({ count: all.length, names })}\n`);
} finally {
  api.close();
}

function exportsOf({ program, checker }: Project, file: string): TypeSymbol[] {
  const source = program.getSourceFile(file);
  const symbol = source && checker.getSymbolAtLocation(source);
  if (symbol === undefined) throw new Error(`${file} exports nothing`);
  return checker
    .getExportsOfModule(symbol)
    .map((name) => (name.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(name) : name));
}

/** The public members of a class, and of an interface of properties or settings. */
function membersOf(owner: TypeSymbol): TypeSymbol[] {
  if (!(owner.flags & SymbolFlags.Class) && !/(Props|Settings)$/.test(owner.name)) return [];
  return [...owner.getMembers().values()].filter((member) => !INTERNAL.test(member.name) && !isPrivate(member));
}

function isPrivate({ declarations }: TypeSymbol): boolean {
  return declarations.some((one) => /^(?:static |readonly )*(?:private\b|#)/.test(one.resolve()?.getText() ?? ""));
}

function isDocumented({ checker }: Project, symbol: TypeSymbol): boolean {
  return (
    checker.getDocumentationCommentOfSymbol(symbol) !== "" ||
    checker.getJsDocTagsOfSymbol(symbol).some(({ name }) => name === "deprecated")
  );
}
