/**
 * What a page shows beside regions: whole files, and text that an application has printed. Printed text is recorded once and
 * compared by its shape, since ids, times and ports are new each time; `npm run docs` records it again.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../generated.js';

/** A file that compiles and runs, from its first import, without its header comment and the marks of regions. */
export function wholeFile(file: string): string {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  const kept = lines.filter((line, index) => !/^\s*\/\/ #(end)?region/.test(line) && !(index === 0 && isHeader(line)));
  return ['```ts', kept.join('\n').trim(), '```'].join('\n');
}

function isHeader(line: string): boolean {
  return line.startsWith('/**') && line.endsWith('*/');
}

/** What was printed, as a block of the language that the file's ending names. */
export function recorded(name: string): string {
  const language = name.endsWith('.json') ? 'json' : 'text';
  return [`\`\`\`${language}`, readFileSync(pathOf(name), 'utf8').trimEnd(), '```'].join('\n');
}

/** Fails when an application prints something of another shape than the page shows; with UPDATE_DOCS set it is recorded anew. */
export function expectRecorded(name: string, printed: string): void {
  const before = existsSync(pathOf(name)) ? readFileSync(pathOf(name), 'utf8') : '';
  const isSame = shapeOf(printed) === shapeOf(before);
  if (!isSame && process.env['UPDATE_DOCS'] !== undefined) writeFileSync(pathOf(name), `${printed.trimEnd()}\n`);
  expect(shapeOf(printed)).toBe(shapeOf(readFileSync(pathOf(name), 'utf8')));
}

function pathOf(name: string): string {
  return join(__dirname, 'recorded', name);
}

/** The text without what differs from run to run: ids, times, durations and the bars drawn from them. */
function shapeOf(text: string): string {
  return (
    text
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
      .replace(/[·█]+/g, '<bar>')
      .replace(/ +[\d.]+ m?s\b/g, ' <duration>')
      .replace(/"(duration_ms|durationMs)": ?[\d.]+/g, '"$1": <duration>')
      // Before the ids: sixteen digits behind a point are none.
      .replace(/\b\d+(\.\d+)?e-\d+|\b\d+\.\d+/g, '<number>')
      .replace(/\b[0-9a-f]{32}\b|\b[0-9a-f]{16}(-\d+)?\b/g, '<id>')
      .trimEnd()
  );
}
