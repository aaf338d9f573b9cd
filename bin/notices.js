// The licences of the packages that dist/bin holds parts of, as one file for the package: `npm run build` writes it.
const fs = require("node:fs");
const path = require("node:path");
const { ENTRIES, OUT, ROOT, writeWhole } = require("./build");

const inputs = Object.keys(ENTRIES).flatMap(
  (name) => JSON.parse(fs.readFileSync(path.join(OUT, `${name}.json`), "utf8")).inputs,
);
const folders = [...new Set(inputs.filter((file) => file.endsWith("/package.json")).map((file) => path.dirname(file)))];

function notice(folder) {
  const own = path.join(ROOT, folder);
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(own, "package.json"), "utf8"));
  const files = fs
    .readdirSync(own)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file) && !/\.[jt]s$/.test(file));
  const texts = files.map((file) => fs.readFileSync(path.join(own, file), "utf8").trim());
  return `${name} ${version} (${license})\n\n${texts.join("\n\n")}`;
}

const head =
  "dist/bin holds parts of these packages, unchanged but for being joined and shortened. Each is under its own licence.";
const text = [head, ...new Set(folders.map(notice).sort())].join(`\n\n${"-".repeat(80)}\n\n`);
const file = path.join(OUT, "THIRD-PARTY-NOTICES.txt");
if (!writeWhole(file, `${text}\n`)) throw new Error(`${file} cannot be written`);
