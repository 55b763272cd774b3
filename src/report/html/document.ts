import { createHash } from 'node:crypto';
import { html, jsonBlock, type Markup, trusted } from './markup.ts';

/** What a page carries along, so that it needs nothing else. */
export interface Assets {
  css: string;
  /** Runs in a scope of its own, at the end of the body. */
  script: string;
}

/**
 * A self-contained document. Its policy allows its own style and script, by digest, and nothing else: no request to
 * anywhere, no script or style that a text might bring along.
 */
export function renderDocument(title: string, body: Markup, data: unknown, { css, script }: Assets): string {
  const policy = [
    "default-src 'none'",
    `style-src ${digest(css)}`,
    `script-src ${digest(script)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(css)}</style>
</head>
<body>
${body}
<script type="application/json" id="report-data">${jsonBlock(data)}</script>
<script>${trusted(script)}</script>
</body>
</html>
`.toString();
}

function digest(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
