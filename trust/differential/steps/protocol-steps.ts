/** HTTP/1.1 as friendly clients never write it, on routes that every application has. */
import type { ApplicationPlan } from '../plan/application-plan.js';
import { addressOf, type Address } from './address.js';
import { requestText, single } from './request-text.js';
import type { Step } from './step.js';

const LARGE_BYTES = 300_000;
const HUGE_HEADER_BYTES = 20_000;

export function protocolSteps(plan: ApplicationPlan): readonly Step[] {
  const hello = addressOf(plan, 'fixed/hello');
  const echo = addressOf(plan, 'fixed/echo', 'POST');
  return [
    ...connectionSteps(hello, echo),
    ...bodySteps(echo, addressOf(plan, 'fixed/trailers', 'POST')),
    ...malformedSteps(hello),
    ...abortSteps(addressOf(plan, 'fixed/held'), echo),
  ];
}

function connectionSteps({ path, headers }: Address, echo: Address): readonly Step[] {
  const kept = requestText({ verb: 'GET', path, headers, isKept: true });
  const last = requestText({ verb: 'GET', path, headers });
  const posted = requestText({ verb: 'POST', ...echo, body: '{"n":1}', isKept: true });
  const missing = requestText({ verb: 'GET', path: '/no/such/path', isKept: true });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return [
    raw('keep-alive', 'two requests', [{ text: kept }, { text: last, after: 'world' }]),
    raw('pipelining', 'four requests at once', [{ text: `${kept}${posted}${missing}${last}` }]),
    raw('protocol', 'HTTP/1.0', [{ text: `GET ${path} HTTP/1.0\r\n${lines.join('')}\r\n` }]),
    raw('protocol', 'a whole URL', [{ text: last.replace(path, `http://127.0.0.1${path}`) }]),
    raw(
      'protocol',
      'byte by byte',
      [...last].map((text) => ({ text })),
    ),
  ];
}

function bodySteps(echo: Address, trailers: Address): readonly Step[] {
  const expecting = { ...echo.headers, Expect: '100-continue', 'Content-Length': '7' };
  const chunked = {
    ...trailers.headers,
    'Content-Type': 'application/json',
    'Transfer-Encoding': 'chunked',
    Trailer: 'X-Sum',
  };
  const head = requestText({
    verb: 'POST',
    path: echo.path,
    headers: { ...expecting, 'Content-Type': 'application/json' },
  });
  const chunks = '8\r\n{"a":"bc\r\n2\r\n"}\r\n0\r\nX-Sum: 7\r\n\r\n';
  const body = JSON.stringify({ text: 'x'.repeat(LARGE_BYTES) });
  return [
    raw('bodies', 'Expect: 100-continue', [{ text: head }, { text: '{"a":1}', after: '100 Continue' }]),
    raw('bodies', 'chunks and trailers', [
      { text: requestText({ verb: 'POST', path: trailers.path, headers: chunked }) + chunks },
    ]),
    { attackClass: 'bodies', title: 'a large one', by: 'http', script: single({ verb: 'POST', ...echo, body }) },
    { attackClass: 'bodies', title: 'no JSON', by: 'http', script: single({ verb: 'POST', ...echo, body: '{"a":' }) },
    { attackClass: 'bodies', title: 'an unknown charset', by: 'http', script: single(strangeCharset(echo)) },
  ];
}

function strangeCharset({ path, headers }: Address) {
  return {
    verb: 'POST',
    path,
    headers: { ...headers, 'Content-Type': 'application/json; charset=klingon' },
    body: '{}',
  };
}

function malformedSteps({ path }: Address): readonly Step[] {
  const texts = {
    'a header without colon': `GET ${path} HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n`,
    'no host': `GET ${path} HTTP/1.1\r\nConnection: close\r\n\r\n`,
    'two lengths': `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
    'an unknown verb': `BREW ${path} HTTP/1.1\r\nHost: a\r\n\r\n`,
    'a huge header': `GET ${path} HTTP/1.1\r\nHost: a\r\nX-Huge: ${'h'.repeat(HUGE_HEADER_BYTES)}\r\n\r\n`,
    'no HTTP at all': '\x16\x03\x01\x02\x00\x01\x00\r\n\r\n',
    'a path that cannot be decoded': `GET ${path}/%zz%FF HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    'a smuggled length': `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  };
  return Object.entries(texts).map(([title, text]) => raw('malformed', title, [{ text }]));
}

function abortSteps(held: Address, echo: Address): readonly Step[] {
  const cut = requestText({ verb: 'POST', ...echo, body: '{"a":1}' }).slice(0, -3);
  const text = requestText({ verb: 'GET', ...held });
  return [
    {
      attackClass: 'aborts',
      title: 'in the answer',
      by: 'http',
      script: { writings: [{ text }], leavesAfter: 'begun' },
    },
    {
      attackClass: 'aborts',
      title: 'in the request',
      by: 'http',
      script: { writings: [{ text: cut }], leavesAfterMs: 0 },
    },
  ];
}

function raw(attackClass: string, title: string, writings: readonly { text: string; after?: string }[]): Step {
  return { attackClass, title, by: 'http', script: { writings } };
}
