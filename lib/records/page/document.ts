// The frame of a page that is sent by mail and opened offline. It loads nothing.
import { type Html, html } from "./html";

export interface DocumentProps {
  /** A language tag. */
  readonly lang: string;
  readonly title: string;
  /** The Content-Security-Policy (CSP Level 3), which names what the page may use by its hash. */
  readonly policy: string;
  readonly style: Html;
  /** What is in the body element. */
  readonly body: Html;
}

export function htmlDocument({ lang, title, policy, style, body }: DocumentProps): string {
  const { markup } = html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>`;
  return markup;
}
