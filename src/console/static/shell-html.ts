/** The document in which the page runs: the same for every address and everybody, with nothing of the application in it. */
import type { AssetManifest } from './asset-manifest.js';

/** @param base path of the console, empty at the root */
export function shellHtml(base: string, { entry, styles, preload }: AssetManifest): string {
  const urlOf = (name: string): string => escaped(`${base}/assets/${name}`);
  return lines(
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="robots" content="noindex">',
    '<title>Console</title>',
    // Without one, browsers ask the application for /favicon.ico.
    '<link rel="icon" href="data:,">',
    ...styles.map((name) => `<link rel="stylesheet" href="${urlOf(name)}">`),
    ...preload.map((name) => `<link rel="modulepreload" href="${urlOf(name)}">`),
    `<script type="module" src="${urlOf(entry)}"></script>`,
    '</head>',
    '<body>',
    '<div id="app"></div>',
    '<noscript>The console needs JavaScript.</noscript>',
    '</body>',
    '</html>',
  );
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
