// Names of commands that other tools have. Each is answered with ours, and none is run: `deploy` of a tool that asks is not our apply.

const OTHER_NAMES: Readonly<Record<string, string>> = {
  deploy: "apply",
  diagnose: "verify",
  diff: "plan",
  import: "adopt",
  lint: "check",
  new: "init",
  preview: "plan",
  push: "apply",
  status: "verify",
  table: "records",
  up: "apply",
  validate: "check",
};

/** What to say of a command that another tool has; undefined for every other word. */
export function answerOtherName(word: string | undefined): string | undefined {
  if (word === undefined || !Object.hasOwn(OTHER_NAMES, word)) return undefined;
  return `error: mailzone has no command "${word}": run mailzone ${OTHER_NAMES[word]}, and mailzone --help lists all`;
}

/** Commander's own suggestion for a mistyped word, without the one command that no slip may lead to. */
export function withoutDestroy(text: string): string {
  return text.replace(/\n\(Did you mean (?:one of )?([^)\n]*)\?\)/, (line, names: string) => {
    const left = names.split(", ").filter((name) => name !== "destroy");
    if (left.length === names.split(", ").length) return line;
    return left.length === 0 ? "" : `\n(Did you mean ${left.length > 1 ? "one of " : ""}${left.join(", ")}?)`;
  });
}
