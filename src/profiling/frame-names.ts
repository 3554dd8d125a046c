/** How a call frame is shown: by name, file and line, of the source where the process runs with source maps, and whose code it is. */
import { findSourceMap } from 'node:module';
import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FunctionName } from './profile.js';
import type { CallFrame } from './v8-profile.js';

/** Each function by itself. */
export function frameName(frame: CallFrame): FunctionName {
  const { url, functionName, lineNumber } = frame;
  const name = functionName || '(anonymous)';
  if (url === '') return { name, file: undefined, line: undefined, isInApp: false };
  const { file, line } = originalPlace(frame) ?? { file: pathOf(url), line: lineNumber + 1 };
  return { name, file: shortened(file), line, isInApp: isInApp(url) };
}

/** The application's functions by themselves, everything else by its package or module. */
export function ownerName(frame: CallFrame): FunctionName {
  const { url } = frame;
  if (url === '' || isInApp(url)) return frameName(frame);
  const name = packageOf(url) ?? url;
  const file = url.startsWith('node:') ? url : `node_modules/${name}`;
  return { name, file, line: undefined, isInApp: false };
}

export function isInApp(url: string): boolean {
  return url !== '' && !url.startsWith('node:') && packageOf(url) === undefined;
}

/** Of the innermost `node_modules`, as pnpm nests them. */
function packageOf(url: string): string | undefined {
  return /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/s.exec(url)?.[1];
}

/** Node has read the maps already where it was started with `--enable-source-maps`; else this finds nothing, at once. */
function originalPlace({ url, lineNumber, columnNumber }: CallFrame): { file: string; line: number } | undefined {
  const entry = findSourceMap(pathOf(url))?.findEntry(lineNumber, columnNumber);
  if (entry === undefined || !('originalSource' in entry)) return undefined;
  return { file: pathOf(entry.originalSource), line: entry.originalLine + 1 };
}

function pathOf(url: string): string {
  try {
    return url.startsWith('file:') ? fileURLToPath(url) : url;
  } catch {
    return url;
  }
}

/** Relative to the working directory, for what lies in it. */
function shortened(path: string): string {
  const short = relative(process.cwd(), path);
  return isAbsolute(path) && !short.startsWith('..') ? short.split(sep).join('/') : path;
}
