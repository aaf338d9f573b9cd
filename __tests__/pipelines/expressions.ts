// GitHub's expressions, as far as our workflows use them: paths, strings, && || ! == != and a few functions.
// Strict where GitHub is not: a path whose root nobody gave is an error, so that a misspelt context fails the test.

export type Context = Readonly<Record<string, unknown>>;

/** The value of an expression, without the `${{ }}` around it. */
export function evaluate(expression: string, context: Context): unknown {
  const strings: string[] = [];
  const code = expression
    .replace(/'((?:[^']|'')*)'/g, (_, text: string) => {
      strings.push(text.replaceAll("''", "'"));
      return `$s(${strings.length - 1})`;
    })
    .replace(/(?<![$\w.])[a-z][\w]*(?:\.[A-Za-z_][\w-]*|\[\d+\])*(?![\w-])(?!\s*\()/g, (path) =>
      path === "null" ? "''" : `$get(${JSON.stringify(path)})`,
    );
  const functions = {
    $s: (index: number) => strings[index],
    $get: (path: string) => lookup(path, context),
    contains: (all: readonly unknown[] | string, one: never) => all.includes(one),
    startsWith: (text: string, start: string) => String(text).startsWith(start),
    fromJSON: (text: string) => JSON.parse(text) as unknown,
    cancelled: () => false,
  };
  return new Function(...Object.keys(functions), `return (${code});`)(...Object.values(functions));
}

/** A text with expressions in it; one that is an expression and nothing else keeps its value. */
export function interpolate(text: string, context: Context): unknown {
  const whole = /^\s*\$\{\{((?:(?!\}\}).)*)\}\}\s*$/s.exec(text);
  if (whole !== null) return evaluate(whole[1] ?? "", context);
  return text.replace(/\$\{\{((?:(?!\}\}).)*)\}\}/gs, (_, expression: string) => String(evaluate(expression, context)));
}

/** Whether a job or step runs; `if` may be written with or without `${{ }}`. */
export function holds(condition: string | undefined, context: Context): boolean {
  if (condition === undefined) return true;
  return Boolean(evaluate(condition.replace(/^\s*\$\{\{|\}\}\s*$/g, ""), context));
}

function lookup(path: string, context: Context): unknown {
  const [root = "", ...rest] = path.split(/[.[\]]+/).filter((step) => step !== "");
  if (!(root in context)) throw new Error(`"${path}" is in no context that the test gave`);
  // What is not there is the empty text, as GitHub has it.
  return rest.reduce<unknown>((value, step) => (value as Context | undefined)?.[step], context[root]) ?? "";
}
