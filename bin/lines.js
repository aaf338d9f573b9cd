// Stacks in the lines of the source. Node's own --enable-source-maps parses every map at the start, 30 ms for what few runs need: here a
// map is read when somebody looks at the stack of an error.
const fs = require("node:fs");
const { SourceMap } = require("node:module");
const path = require("node:path");

/** @param folder whose files have maps beside them, absolute */
function showSourceLines(folder) {
  const maps = new Map();
  const mapOf = (file) => {
    if (!maps.has(file)) maps.set(file, readMap(file));
    return maps.get(file);
  };
  const shown = (frame) => {
    const text = String(frame);
    const file = frame.getFileName();
    if (typeof file !== "string" || path.dirname(file) !== folder) return text;
    const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()];
    const { originalSource, originalLine, originalColumn } = mapOf(file)?.findEntry(line - 1, column - 1) ?? {};
    if (originalSource === undefined) return text;
    const place = `${path.resolve(folder, originalSource)}:${originalLine + 1}:${originalColumn + 1}`;
    return text.replace(`${file}:${line}:${column}`, () => place);
  };
  Error.prepareStackTrace = (error, frames) =>
    [title(error), ...frames.map((frame) => `    at ${shown(frame)}`)].join("\n");
}

function readMap(file) {
  try {
    return new SourceMap(JSON.parse(fs.readFileSync(`${file}.map`, "utf8")));
  } catch {
    // Packages have none, nor has what could not be written.
    return undefined;
  }
}

function title(error) {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}

module.exports = { showSourceLines };
