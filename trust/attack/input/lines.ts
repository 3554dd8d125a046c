/** The log: whatever a stranger sends, each record is one line, or one line and what is indented below it, and no terminal obeys it. */
import type { Trial } from '../../harness/trial.js';
import { ask, shown, type RawRequest } from '../raw/raw-http.js';
import { everything, startShop, type Shop } from '../shops/shop.js';
import { HOSTILE_TEXTS } from './hostile-texts.js';

const LINES = 'attack.log-line';
/** Tab and line break are all that text has of them; a terminal takes the others for commands, or turns the text around. */
const COMMANDS = /[^\P{Cc}\t\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
/** How a record for the eyes begins; what belongs to it is indented. */
const PRETTY_START = /^\d\d:\d\d:\d\d\.\d{3} [A-Z]{4,5} +\[/;

export async function tryLines(trial: Trial): Promise<void> {
  for (const pretty of [false, true]) {
    const shop = await startShop({
      observability: { ...everything, traces: { tree: true, responseHeader: true }, logs: { pretty, spans: true } },
    });
    for (const text of HOSTILE_TEXTS)
      for (const request of requestsWith(text)) await tryRequest(trial, shop, request, pretty);
    await shop.close();
  }
}

/** As a text, an error, a path, a query, a method, a header: each a way into a line. */
function requestsWith(text: string): readonly RawRequest[] {
  const encoded = encodeURIComponent(text);
  const header = text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '');
  return [
    { target: `/goods/say?text=${encoded}` },
    { target: `/goods/fail?text=${encoded}` },
    { target: `/goods/${encoded}` },
    { target: `/no-such-page/${encoded}` },
    {
      target: '/goods/1',
      headers: [
        ['User-Agent', header],
        ['X-Request-Id', header],
        ['X-Correlation-Id', header],
        ['traceparent', header],
        ['baggage', header],
      ],
    },
  ];
}

async function tryRequest(trial: Trial, shop: Shop, request: RawRequest, isPretty: boolean): Promise<void> {
  const before = shop.log.length;
  await ask(shop.port, request);
  for (const written of shop.log.slice(before)) {
    const fault = isPretty ? prettyFault(written) : jsonFault(written);
    trial.expect(LINES, fault === undefined, `${fault}: ${JSON.stringify(written).slice(0, 300)}`, shown(request));
  }
}

function jsonFault(written: string): string | undefined {
  if (written.indexOf('\n') !== written.length - 1) return 'a record has more than one line';
  try {
    JSON.parse(written);
    return undefined;
  } catch {
    return 'a record is no JSON';
  }
}

function prettyFault(written: string): string | undefined {
  if (COMMANDS.test(written)) return 'a terminal would obey it';
  const [first = '', ...below] = written.replace(/\n$/, '').split('\n');
  if (!PRETTY_START.test(first)) return 'a record does not begin as one';
  return below.some((line) => !line.startsWith('  ')) ? 'a line looks like a record of its own' : undefined;
}
