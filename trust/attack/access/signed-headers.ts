/** The signed headers that force a trace or a profile: nobody without the secret, for no other request, and not for long. */
import type { Trial } from '../../harness/trial.js';
import { createHmac } from 'node:crypto';
import { ask, shown, type Header } from '../raw/raw-http.js';
import { everything, SECRET, startShop, type Shop } from '../shops/shop.js';

const SIGNED = 'attack.signed-header';
const TARGET = '/goods/7';

interface Forgery {
  readonly headers: readonly Header[];
  readonly method?: string;
  readonly target?: string;
}

export async function trySignedHeaders(trial: Trial): Promise<void> {
  const shop = await startShop({
    observability: { ...everything, environment: 'production', traces: { forceSecret: SECRET, sampleRatio: 0 } },
  });
  await spansOf(shop, { headers: [forced(signature())] });
  const isHeard = await shop.recorder.waitFor({ span: 'GET /goods/:id' }).then(
    () => true,
    () => false,
  );
  trial.expect(SIGNED, isHeard, 'a right signature forces nothing', TARGET);
  for (const forgery of forgeries()) {
    const isForced = (await spansOf(shop, forgery)) > 0;
    trial.expect(SIGNED, !isForced, 'a trace was forced', shown({ target: TARGET, ...forgery }));
  }
  await shop.close();
}

function forgeries(): readonly Forgery[] {
  const right = signature();
  const [seconds = '', digest = ''] = right.split('.');
  const values = [
    '',
    '1',
    'true',
    `${seconds}.`,
    `${seconds}.${digest.slice(0, -1)}0`.replace(digest, 'f'.repeat(64)),
    `${seconds}.${digest.toUpperCase()}`,
    `${seconds}.${digest}0`,
    `${seconds}.${'0'.repeat(64)}`,
    `${Number(seconds) + 1}.${digest}`,
    `${right}, ${right}`,
    `0${right}`,
    signature({ secret: '' }),
    signature({ secret: 'undefined' }),
    signature({ seconds: Number(seconds) - 301 }),
    signature({ seconds: Number(seconds) + 302 }),
    signature({ path: '/goods/8' }),
    signature({ path: `${TARGET}/` }),
    signature({ method: 'POST' }),
    signature({ method: 'profile:GET' }),
  ];
  return [
    ...values.map((value) => ({ headers: [forced(value)] })),
    { headers: [['X-Profile-Request', right]] },
    { headers: [forced(right)], target: '/goods/8' },
    { headers: [forced(right)], method: 'HEAD' },
    { headers: [], target: `${TARGET}?x-force-trace=${right}` },
  ];
}

function forced(value: string): Header {
  return ['X-Force-Trace', value];
}

interface Signed {
  readonly secret: string;
  readonly seconds: number;
  readonly method: string;
  readonly path: string;
}

/** By the rule that the documentation tells, not by the code that checks it. */
function signature(changes: Partial<Signed> = {}): string {
  const usual: Signed = { secret: SECRET, seconds: Math.floor(Date.now() / 1_000), method: 'GET', path: TARGET };
  const { secret, seconds, method, path } = { ...usual, ...changes };
  return `${seconds}.${createHmac('sha256', secret).update(`${seconds}:${method} ${path}`).digest('hex')}`;
}

async function spansOf(
  { port, recorder }: Shop,
  { headers, method = 'GET', target = TARGET }: Forgery,
): Promise<number> {
  const before = recorder.spans.length;
  await ask(port, { method, target, headers });
  return recorder.spans.length - before;
}
