/** The frames of an error's stack as V8 writes them, and which of them are the application's own code. */
import { fileURLToPath } from 'node:url';
import { errorMessageOf, propertyOf } from './error-facts.js';

export interface ErrorFrame {
  /** `OrdersService.find`; empty at the top level of a file. */
  readonly called: string;
  /** A path, without the scheme and the query of a URL. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Neither Node's nor of an installed package. */
  readonly isInApp: boolean;
}

const MAX_STACK_LENGTH = 20_000;
const MAX_LINE_LENGTH = 1000;

/** From the place where it was made outwards; none where there is no stack. Never throws. */
export function framesOf(error: unknown): ErrorFrame[] {
  const stack = propertyOf(error, 'stack');
  if (typeof stack !== 'string') return [];
  return withoutHead(stack, errorMessageOf(error)).split('\n').flatMap(frameOf);
}

/** A message may contain lines that look like frames. */
function withoutHead(stack: string, message: string): string {
  const start = stack.indexOf(message);
  const end = start < 0 ? 0 : start + message.length;
  return stack.slice(end, end + MAX_STACK_LENGTH);
}

// `    at async OrdersService.find (file:///app/orders.service.js:10:5)` or `    at /app/main.js:3:1`
const FRAME = /^ {4}at (?:async )?(?:(.*) \()?(.*?):(\d+)(?::(\d+))?\)?$/;
const NOT_IN_APP = /[\\/]node_modules[\\/]|^node:|^internal\/|^native$|<anonymous>/;

function frameOf(text: string): ErrorFrame[] {
  const [, called = '', place = '', line, column = '0'] = FRAME.exec(text.slice(0, MAX_LINE_LENGTH)) ?? [];
  if (place === '') return [];
  const isInApp = !NOT_IN_APP.test(place);
  return [
    {
      called: called.replace(/ \[as .*\]$/, ''),
      file: pathOf(place),
      line: Number(line),
      column: Number(column),
      isInApp,
    },
  ];
}

function pathOf(place: string): string {
  const path = place.split('?', 1)[0]!;
  if (!path.startsWith('file:')) return path;
  try {
    return fileURLToPath(path);
  } catch {
    return path;
  }
}
