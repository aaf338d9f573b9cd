import fs from "node:fs";
import path from "node:path";

/** What is installed, made or made for tests. */
const SKIPPED = new Set([".git", "node_modules", ".mailzone", "cdktf.out", ".cache", "dist", "__tests__"]);

/** The Markdown files below a folder, relative to it. */
export function pagesBelow(root: string): string[] {
  const names = fs.readdirSync(root, { withFileTypes: true });
  return names
    .flatMap((entry) => {
      if (SKIPPED.has(entry.name)) return [];
      if (entry.isDirectory())
        return pagesBelow(path.join(root, entry.name)).map((name) => path.join(entry.name, name));
      return entry.name.endsWith(".md") ? [entry.name] : [];
    })
    .sort();
}

/** The links of all pages below a folder that lead nowhere within it: `page: link`. */
export function deadLinks(root: string): string[] {
  return pagesBelow(root).flatMap((page) =>
    linksOf(fs.readFileSync(path.join(root, page), "utf8"))
      .filter((link) => isDead(root, page, link))
      .map((link) => `${page}: ${link}`),
  );
}

/** All but those to other hosts; what stands in code is none. */
function linksOf(text: string): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, "").replaceAll(/`[^`\n]*`/g, "``");
  const links = [...prose.matchAll(/\]\(([^)\s]+)|^\[[^\]]+\]:\s+(\S+)/gm)].map(([, one, other]) => one ?? other ?? "");
  return links.filter((link) => !/^(?:https?|mailto):/.test(link));
}

function isDead(root: string, page: string, link: string): boolean {
  const [name = "", anchor] = link.split("#");
  const file = path.resolve(root, path.dirname(page), name === "" ? path.basename(page) : decodeURI(name));
  if (!`${file}${path.sep}`.startsWith(`${path.resolve(root)}${path.sep}`) || !fs.existsSync(file)) return true;
  return anchor !== undefined && !anchorsOf(fs.readFileSync(file, "utf8")).includes(anchor);
}

/** As GitHub makes them of headings. */
function anchorsOf(text: string): string[] {
  const headings = [...text.replaceAll(/^```[\s\S]*?^```/gm, "").matchAll(/^#{1,6} +(.*)$/gm)];
  return headings.map(([, heading = ""]) =>
    heading
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );
}
