/** Command lines of kept requests, which somebody pastes into a shell: they run curl, and read no file that the request names. */
import { execFileSync } from 'node:child_process';
import type { Trial } from '../../harness/trial.js';
import { MANAGEMENT } from '../shops/shop.js';
import { HOSTILE_TEXTS } from './hostile-texts.js';
import type { OwnShop } from './own-shop.js';

const COMMANDS = 'attack.command';
const FORGED_FILES = [
  '/etc/passwd',
  '../../.ssh/id_rsa',
  '-',
  'C:\\secret',
  'a.png;type=text/html',
  'a.png,/etc/passwd',
  'a";filename="b',
];
/** A terminal acts on them when they are pasted; line breaks stay within their quotes. */
const TYPED = /[^\P{Cc}\t\n\r]/u;

export async function tryCommands(trial: Trial, shop: OwnShop): Promise<void> {
  for (const text of HOSTILE_TEXTS) await tryText(trial, shop, text);
  for (const file of FORGED_FILES) await tryUpload(trial, shop, file);
}

async function tryText(trial: Trial, shop: OwnShop, text: string): Promise<void> {
  const body = `{"note":"${text}"}`;
  const headers = { 'content-type': 'application/json', 'x-note': text.replaceAll(/[^\x20-\x7e]/g, '') };
  const command = await commandOf(shop, body, headers, `?note=${encodeURIComponent(text)}`);
  const [program, ...words] = argumentsOf(command);
  trial.expect(COMMANDS, program === 'curl', `it runs ${program}`, command);
  trial.expect(COMMANDS, !TYPED.test(command), 'a terminal would act on it', JSON.stringify(command));
  trial.expect(COMMANDS, words.filter((word) => /^https?:/.test(word)).length === 1, 'it asks more than once', command);
}

async function tryUpload(trial: Trial, shop: OwnShop, file: string): Promise<void> {
  const name = file.replaceAll('"', '%22');
  const part = `Content-Disposition: form-data; name="photo"; filename="${name}"\r\nContent-Type: image/png\r\n\r\nx`;
  const body = `--edge\r\n${part}\r\n--edge--\r\n`;
  const command = await commandOf(shop, body, { 'content-type': 'multipart/form-data; boundary=edge' }, '');
  const form = argumentsOf(command).find((_word, at, all) => all[at - 1] === '--form') ?? '';
  // Below the folder one stands in, one file, and nothing of curl's own grammar.
  const isHeld = /^photo=@"\.\/[^"\\/]*"(?:;type=[\w.+/-]+)?$/.test(form.replaceAll(/\\["\\]/g, '_'));
  trial.expect(COMMANDS, isHeld, `it would send ${form}`, command);
}

async function commandOf(
  shop: OwnShop,
  body: string,
  headers: Readonly<Record<string, string>>,
  query: string,
): Promise<string> {
  await shop.own({ method: 'POST', target: `/goods${query}`, headers: Object.entries(headers), body });
  const { captures } = JSON.parse((await shop.own({ target: `${MANAGEMENT}/captures` })).body) as {
    readonly captures: readonly { readonly id: string; readonly startedAtMs: number }[];
  };
  const newest = captures.toSorted(
    (left, right) => Number(right.id) - Number(left.id) || right.startedAtMs - left.startedAtMs,
  )[0]!;
  return (await shop.own({ target: `${MANAGEMENT}/captures?id=${newest.id}&format=curl` })).body;
}

/** What a shell makes of it, with curl and everything else replaced. */
function argumentsOf(command: string): readonly string[] {
  const script = `PATH=/nowhere\ncurl() { printf 'curl\\0'; for argument in "$@"; do printf '%s\\0' "$argument"; done; }\n${command}`;
  try {
    return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .split('\0')
      .slice(0, -1);
  } catch {
    return ['something else'];
  }
}
