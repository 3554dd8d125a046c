/**
 * The helper process: reads a decision per line, answers with its document per line, and leaves when nothing more will come.
 * It chokes on a title that it cannot typeset, as such programs do.
 */
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

interface Decision {
  readonly title: string;
  readonly components: readonly { readonly type: string; readonly content: string | null }[];
}

const indigestible = /7\)/;
const typesettingMs = 80;

createInterface({ input: process.stdin }).on('line', async (line) => {
  const { title, components } = JSON.parse(line) as Decision;
  if (indigestible.test(title)) process.exit(70);
  await setTimeout(typesettingMs);
  const sections = components.map(({ type, content }) => `## ${type.replace('_', ' ')}\n\n${content ?? 'Open.'}`);
  process.stdout.write(`${JSON.stringify({ document: [`# ${title}`, ...sections].join('\n\n') })}\n`);
});
