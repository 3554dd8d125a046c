/** What every answer of ours is: not for caches, of the type that it says, without markup, without what helps an attacker. */
import type { Trial } from '../../harness/trial.js';
import { shown, type RawAnswer } from '../raw/raw-http.js';
import { packageFolder } from '../built.js';
import { API, CONSOLE, MANAGEMENT } from '../shops/shop.js';
import type { OwnShop } from './own-shop.js';
import { PARAMETERS } from './resources.js';

const ANSWERS = 'attack.answer';
const ERRORS = 'attack.verbose-error';
const PAGE = 'attack.page';
const MARKUP = '<script>alert(1)</script>"\'`<img src=x onerror=alert(1)>';
/** Of what is asked: none of it may be a fault of ours, however wrong it is. */
const NONSENSE = [
  MARKUP,
  '',
  '-1',
  'NaN',
  'Infinity',
  '1e309',
  '0x10',
  '\u0000',
  '%',
  '"',
  '\\',
  '${7*7}{{7*7}}',
  "' OR 1=1 --",
  '[]',
  '{}',
  '$(id)',
  '9'.repeat(400),
  '('.repeat(2_000),
  'a:"'.repeat(300),
];
/** Paths and frames of this process have no place in an answer to a mistake. */
const TELLTALES = [/\bat .+\.js:\d+/, /node_modules/, /node:internal/, /[A-Z][a-z]+Error\b/];

export async function tryAnswers(trial: Trial, shop: OwnShop): Promise<void> {
  await leaveMarkup(shop);
  for (const target of [
    ...shop.closedPaths,
    '/metrics',
    '/health',
    '/health/ready',
    '/health/live',
    '/health/startup',
  ]) {
    const answer = await shop.own({ target });
    for (const [isHeld, fact] of promisesOf(target, answer))
      trial.expect(ANSWERS, isHeld, `${target}: ${fact}`, target);
  }
  await tryPage(trial, shop);
  for (const path of shop.closedPaths) for (const value of NONSENSE) await tryNonsense(trial, shop, path, value);
}

/** As a loop's body: one resource asked one thing that it cannot answer. */
export async function tryNonsense(trial: Trial, shop: OwnShop, path: string, value: string): Promise<void> {
  const query = new URLSearchParams(PARAMETERS.map((name): [string, string] => [name, value]));
  const target = `${path}?${String(query)}`.slice(0, 12_000);
  const answer = await shop.own({ target });
  const telltale = answer.status < 400 ? undefined : tellingPart(answer.body);
  const isHeld = answer.status < 500 && telltale === undefined;
  trial.expect(
    ERRORS,
    isHeld,
    `answered ${answer.status} with ${telltale ?? answer.body.slice(0, 100)}`,
    shown({ target }),
  );
}

async function leaveMarkup({ own }: OwnShop): Promise<void> {
  const text = encodeURIComponent(MARKUP);
  const headers = [
    ['User-Agent', MARKUP],
    ['X-Request-Id', MARKUP],
  ] as const;
  for (const target of [
    `/goods/${text}`,
    `/goods/say?text=${text}`,
    `/goods/fail?text=${text}`,
    `/goods/count?text=${text}`,
  ])
    await own({ target, headers });
}

function promisesOf(target: string, { status, headers, body }: RawAnswer): readonly (readonly [boolean, string])[] {
  const type = headers.get('content-type') ?? '';
  const isHtml = /html|xml|svg/.test(type);
  return [
    [headers.get('cache-control') === 'no-store', `cache-control is ${headers.get('cache-control')}`],
    [headers.get('x-content-type-options') === 'nosniff', 'it may be sniffed'],
    [type !== '' && (!isHtml || isPagePath(target)), `content-type is ${type}`],
    [!isHtml || !body.includes('alert(1)'), 'it holds markup of a stranger'],
    [status < 300 || status >= 400, `it leads elsewhere: ${headers.get('location')}`],
    [!headers.has('location') && !headers.has('refresh'), 'it leads elsewhere'],
    [!headers.has('server') && !headers.has('x-powered-by'), 'it says what it runs on'],
    [!headers.has('set-cookie'), 'it sets a cookie that nobody asked for'],
  ];
}

function isPagePath(target: string): boolean {
  return target.startsWith(CONSOLE) && !target.startsWith(API) && !target.startsWith(MANAGEMENT);
}

/** The page may run its own script and nothing else. */
async function tryPage(trial: Trial, { own }: OwnShop): Promise<void> {
  const { headers, body } = await own({ target: CONSOLE });
  const policy = new Map(
    (headers.get('content-security-policy') ?? '').split('; ').map((part) => part.split(/ (.*)/s) as [string, string]),
  );
  const strict = [
    ['default-src', "'none'"],
    ['script-src', "'self'"],
    ['connect-src', "'self'"],
    ['frame-ancestors', "'none'"],
    ['form-action', "'none'"],
    ['base-uri', "'none'"],
  ] as const;
  for (const [name, value] of strict)
    trial.expect(PAGE, policy.get(name) === value, `${name} is ${policy.get(name)}, not ${value}`, `GET ${CONSOLE}`);
  const isUnsafe = [...policy.values()].some((value) => /unsafe|\*|https?:/.test(value));
  trial.expect(PAGE, !isUnsafe, 'the policy lets more in', JSON.stringify([...policy]));
  const hasInline = /<script(?![^>]* src=)|<style|\son\w+=|javascript:/i.test(body);
  trial.expect(PAGE, !hasInline, 'the page has a script or style of its own', body.slice(0, 500));
  trial.expect(PAGE, headers.get('x-frame-options') === 'DENY', 'the page may be framed', 'X-Frame-Options');
  trial.expect(
    PAGE,
    headers.get('referrer-policy') === 'no-referrer',
    'the page tells where one comes from',
    'Referrer-Policy',
  );
}

function tellingPart(body: string): string | undefined {
  if (body.includes(packageFolder)) return packageFolder;
  return TELLTALES.map((pattern) => pattern.exec(body)?.[0]).find((found) => found !== undefined);
}
