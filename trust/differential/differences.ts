/** Says in a line how what a twin did differs from what the application does without the module. */
import { comparable } from './allowances.js';
import type { Deed } from './twins/twins.js';

const SHOWN_CHARACTERS = 160;

/** Undefined where there is no difference. */
export function answerDifference(bare: Deed, twin: Deed): string | undefined {
  const expected = `${comparable(bare.answer.text, bare.variant)}\n[${bare.answer.end}]`;
  const got = `${comparable(twin.answer.text, twin.variant)}\n[${twin.answer.end}]`;
  return expected === got ? undefined : `${twin.variant}: answers ${firstDifference(expected, got)}`;
}

export function journalDifference(bare: Deed, twin: Deed): string | undefined {
  const [expected, got] = [bare.journal.join('\n'), twin.journal.join('\n')];
  return expected === got ? undefined : `${twin.variant}: does ${firstDifference(expected, got)}`;
}

function firstDifference(expected: string, got: string): string {
  let at = 0;
  while (at < expected.length && expected[at] === got[at]) at++;
  const from = Math.max(0, at - SHOWN_CHARACTERS / 4);
  const shown = (text: string): string => JSON.stringify(text.slice(from, from + SHOWN_CHARACTERS));
  return `${shown(got)} instead of ${shown(expected)}, from character ${at} on`;
}
