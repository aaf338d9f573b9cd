// Builds a folder that others may read meanwhile: into a folder of its own, whose files are then renamed into place one by one. So two
// builds at once, or a build beside `npm pack`, never meet a missing or half-written file.
const fs = require("node:fs");
const path = require("node:path");

/**
 * @param out the folder that is built; afterwards it has the files that were built, and no others
 * @param beside where the temporary folder is made: in the same file system, and nowhere that is packed
 * @param build writes its files into the folder that it gets, or returns the one in it that has them
 */
function buildFolder(out, beside, build) {
  const built = fs.mkdtempSync(path.join(beside, ".build-"));
  try {
    replace(build(built) ?? built, out);
  } finally {
    fs.rmSync(built, { recursive: true, force: true });
  }
}

/** Moves the files of `from` to `to`, and deletes the others there. */
function replace(from, to) {
  const files = filesOf(from);
  for (const file of files) {
    fs.mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
    fs.renameSync(path.join(from, file), path.join(to, file));
  }
  for (const file of filesOf(to)) if (!files.includes(file)) fs.rmSync(path.join(to, file), { force: true });
}

function filesOf(folder) {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

module.exports = { buildFolder };
