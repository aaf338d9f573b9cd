// The list in the emulator's README of the resource types and data sources that it emulates, made from its providers.
import fs from "node:fs";
import { PROVIDERS } from "../packages/emulator/internals/resources";

const BEGIN = "<!-- emulated types -->\n";
const END = "<!-- end -->";
const SCHEMAS = "packages/emulator/src/schemas";

export function renderEmulatedTypes(): string {
  return PROVIDERS.map(({ source, resources, dataSources }) => {
    const list = (types: readonly { readonly name: string }[]) => types.map(({ name }) => `\`${name}\``).join(", ");
    return `- \`${source}\` ${versionOf(source)}:\n  ${list(resources)},\n  and the data sources ${list(dataSources)}.\n`;
  }).join("");
}

/** The version whose schemas the emulator has, such as `6.25.0`. */
function versionOf(source: string): string {
  const file = `${SCHEMAS}/${source.slice(source.indexOf("/") + 1)}-provider.json`;
  const { source: named } = JSON.parse(fs.readFileSync(file, "utf8")) as { readonly source: string };
  return named.slice(source.length + 1);
}

/** The page with the list in its place. @throws Error where it has none */
export function withEmulatedTypes(page: string): string {
  const [start, end] = [page.indexOf(BEGIN), page.indexOf(END, page.indexOf(BEGIN))];
  if (start === -1 || end === -1) throw new Error(`the page has no place for the list: ${BEGIN.trim()} … ${END}`);
  return `${page.slice(0, start)}${BEGIN}${renderEmulatedTypes()}${page.slice(end)}`;
}
