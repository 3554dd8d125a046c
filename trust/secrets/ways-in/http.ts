/** What strangers send over HTTP. */
import type { Cage } from '../cage/cage.js';
import { encoded, withoutName, type WayIn } from './way-in.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

async function send(cage: Cage, path: string, init: RequestInit = {}): Promise<void> {
  await (await fetch(cage.url + path, init)).arrayBuffer();
}

function post(cage: Cage, path: string, body: unknown): Promise<void> {
  return send(cage, path, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) });
}

/** Headers are of one line and of ASCII. */
function headerValue(text: string): string {
  return text.replaceAll('\n', ' ');
}

const trace = 'traceparent';
const sampled = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

export const httpWays: readonly WayIn[] = [
  { name: 'header', enter: (cage, { text }) => send(cage, '/echo/1', { headers: { 'x-note': headerValue(text) } }) },
  {
    name: 'named header',
    enter: (cage, { field: [name, value] }) => send(cage, '/echo/1', { headers: { [name]: headerValue(value) } }),
  },
  {
    name: 'authorization',
    enter: (cage, { field: [, value] }) => send(cage, '/echo/1', { headers: { authorization: headerValue(value) } }),
  },
  {
    name: 'cookie',
    enter: (cage, { text, field: [, value] }) =>
      send(cage, '/echo/1', {
        headers: { cookie: `sid=${encodeURIComponent(value)}; note=${encodeURIComponent(text)}` },
      }),
  },
  {
    name: 'user agent',
    enter: (cage, { text }) => send(cage, '/echo/1', { headers: { 'user-agent': headerValue(text) } }),
  },
  {
    name: 'referer',
    takes: encoded,
    enter: (cage, { field: [name, value] }) =>
      send(cage, '/echo/1', {
        headers: { referer: `https://shop.example/?${new URLSearchParams({ [name]: value })}` },
      }),
  },
  {
    name: 'user of identify',
    takes: withoutName,
    enter: (cage, { field: [, value] }) => send(cage, '/echo/1', { headers: { 'x-user': headerValue(value) } }),
  },
  {
    name: 'request id',
    takes: withoutName,
    enter: (cage, { field: [, value] }) =>
      send(cage, '/echo/1', {
        headers: { 'x-request-id': headerValue(value), 'x-correlation-id': headerValue(value) },
      }),
  },
  {
    name: 'baggage',
    takes: (kind) => withoutName(kind) && encoded(kind),
    enter: (cage, { text, field: [name, value] }) =>
      send(cage, '/echo/1', {
        headers: {
          [trace]: sampled,
          baggage: `note=${encodeURIComponent(text)},${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
        },
      }),
  },
  {
    name: 'query',
    enter: (cage, { text, field: [name, value] }) =>
      send(cage, `/echo/1?${new URLSearchParams({ [name]: value, note: text })}`),
  },
  {
    name: 'nested query',
    takes: encoded,
    enter: (cage, { field: [name, value] }) =>
      send(
        cage,
        `/echo/1?${new URLSearchParams({ [`user[${name}]`]: value, next: `/login?${new URLSearchParams({ [name]: value })}` })}`,
      ),
  },
  { name: 'path', enter: (cage, { text }) => send(cage, `/echo/${encodeURIComponent(text)}`) },
  {
    name: 'path of nothing',
    takes: (kind) => withoutName(kind) && encoded(kind),
    enter: (cage, { text }) => send(cage, `/nowhere/${encodeURIComponent(text)}`),
  },
  {
    name: 'JSON body',
    enter: (cage, { text, field: [name, value] }) =>
      post(cage, '/echo/1', { [name]: value, nested: [{ [name]: value }], text }),
  },
  {
    name: 'broken JSON body',
    enter: (cage, { field: [name, value] }) =>
      send(cage, '/echo/1', {
        method: 'POST',
        headers: JSON_TYPE,
        body: `{${JSON.stringify(name)}: ${JSON.stringify(value)}, `,
      }),
  },
  {
    name: 'form body',
    enter: (cage, { text, field: [name, value] }) =>
      send(cage, '/echo/1', {
        method: 'POST',
        headers: FORM_TYPE,
        body: String(new URLSearchParams({ [name]: value, text })),
      }),
  },
  {
    name: 'multipart body',
    enter: (cage, { text, field: [name, value] }) => {
      const body = new FormData();
      body.append(name, value);
      body.append('note', text);
      // A name of its own has no name that tells what it is.
      body.append('file', new Blob([text]), name === 'note' ? `${headerValue(value)}.txt` : 'song.txt');
      return send(cage, '/echo/1', { method: 'POST', body });
    },
  },
  {
    name: 'text body',
    enter: (cage, { text }) =>
      send(cage, '/echo/1', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: text }),
  },
  {
    name: 'answer',
    enter: (cage, { text, field: [name, value] }) => post(cage, '/answers', { name, value, text }),
  },
  { name: 'failure', enter: (cage, { text }) => post(cage, '/fails', { text }) },
  { name: 'refusal', enter: (cage, { text }) => post(cage, '/refuses', { text }) },
];
