/** Every difference between an answer with the module and one without that is none, each with its reason. */
import { dirname } from 'node:path';
import type { VariantName } from './twins/variants.js';

interface Allowance {
  readonly reason: string;
  readonly variants: readonly VariantName[];
  /** Cuts the difference out of an answer. */
  readonly withoutIt: (text: string) => string;
}

const STACK_ON_PAGE = /<pre>[^<]*<br> &nbsp; &nbsp;at /;
const OWN_FOLDER = dirname(require.resolve('nestjs-observability'));

export const ALLOWED_DIFFERENCES: readonly Allowance[] = [
  {
    reason: 'the clock of whoever answers; two answers are not given in the same second',
    variants: ['bare', 'disabled', 'defaults', 'everything'],
    withoutIt: (text) => text.replaceAll(/\r\n(date): [^\r\n]*/gi, '\r\n$1: …'),
  },
  {
    reason:
      'http.echoRequestId, on by default: every answer tells the id under which it is logged; "everything" has it off',
    variants: ['defaults'],
    withoutIt: (text) => text.replaceAll(/\r\nx-request-id: [^\r\n]*/gi, ''),
  },
  {
    reason:
      "outside production, Express's page for an error shows its stack, in which who calls an observed method stands",
    variants: ['bare', 'disabled', 'defaults', 'everything'],
    withoutIt: (text) => (STACK_ON_PAGE.test(text) ? withoutOwnFrames(text) : text),
  },
];

/** An answer as it is compared. */
export function comparable(text: string, variant: VariantName): string {
  return ALLOWED_DIFFERENCES.filter(({ variants }) => variants.includes(variant)).reduce(
    (left, { withoutIt }) => withoutIt(left),
    text,
  );
}

function withoutOwnFrames(text: string): string {
  const lines = text.replace(/\r\nContent-Length: \d+/, '').split(/(?=<br>|<\/pre>)/);
  return lines.filter((line) => !line.includes(OWN_FOLDER)).join('');
}
