// What each cell came to, a JSON line each, so that a run of an hour can be continued and read by others.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

export const appendResult = (file, result) => appendFileSync(file, `${JSON.stringify(result)}\n`);

/** The latest result of every cell in the file; none when there is no file yet. */
export function readResults(file) {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return [...new Map(lines.map((line) => JSON.parse(line)).map((result) => [result.cell, result])).values()];
}

export const isGreen = ({ steps }) => steps.every(({ result }) => result === 'ok');

export const secondsOf = ({ steps }) => steps.reduce((sum, { seconds }) => sum + seconds, 0);
