// Texts as a stranger could publish them, to break out of where they are shown.

export const HOSTILE = [
  "@octocat #1 GH-1 https://example.com",
  "a | b",
  "`code` ``` fence",
  "\\| \\\\|",
  "<img src=x onerror=alert(1)> </details> <!-- -->",
  "line\nbreak\r\n| x |",
  "\u202Eright to left\u200B\u0000\u2028",
  "[a](b) **bold** _it_ ~~no~~ $x$",
  " ",
  "",
];

/** What is left of a line when code is taken out of it: there markup would work. */
export const outside = (line: string) => line.replace(/<code>[^<|`]*<\/code>/g, "").replace(/`[^`|\\]+`/g, "");
