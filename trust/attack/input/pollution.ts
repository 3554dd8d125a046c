/** Prototype pollution: whatever JSON or query is read, `Object.prototype` and its like are as they were. */
import type { Trial } from '../../harness/trial.js';
import { CHANGES, PARAMETERS } from './resources.js';
import type { OwnShop } from './own-shop.js';

const POLLUTION = 'attack.pollution';
const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype];

export async function tryPollution(trial: Trial, shop: OwnShop): Promise<void> {
  const before = state();
  for (const [path, body] of Object.entries(CHANGES))
    for (const text of [...KEYS.flatMap((key) => bodiesWith(key, body)), ...documents(path)]) {
      const { status } = await shop.change(path, text);
      tell(trial, before, `POST ${path} gave ${status}`, text);
    }
  for (const path of shop.closedPaths)
    for (const key of KEYS) {
      const query = PARAMETERS.map((name) => `${name}=${key}&${key}[polluted]=1&${name}[${key}]=1`).join('&');
      const { status } = await shop.own({ target: `${path}?${query}` });
      tell(trial, before, `GET ${path} gave ${status}`, query);
    }
}

function bodiesWith(key: string, body: object): readonly string[] {
  const evil = JSON.stringify({ polluted: true, toString: 'x' });
  const inner = JSON.stringify(body).slice(1, -1);
  const ending = inner === '' ? '' : `,${inner}`;
  return [
    `{"${key}":${evil}${ending}}`,
    `{"constructor":{"prototype":${evil}}${ending}}`,
    `{"context":"${key}","level":"debug","expiresInMs":1}`,
    `{"route":"/${key}","ratio":0.5,"expiresInMs":1}`,
    `{"action":"${key}","kind":"${key}","id":"${key}"}`,
  ];
}

/** Keys of attributes become keys of objects of ours. */
function documents(path: string): readonly string[] {
  if (!path.endsWith('/import')) return [];
  return KEYS.map((key) => {
    const attributes = [
      { key, value: { kvlistValue: { values: [{ key: 'polluted', value: { boolValue: true } }] } } },
      { key: `${key}.polluted`, value: { stringValue: 'x' } },
    ];
    const span = {
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
      name: key,
      startTimeUnixNano: '1',
      endTimeUnixNano: '2',
    };
    const resourceSpans = [{ resource: { attributes }, scopeSpans: [{ spans: [{ ...span, attributes }] }] }];
    return JSON.stringify({ otlp: { resourceSpans } });
  });
}

function tell(trial: Trial, before: string, fact: string, reproduce: string): void {
  trial.expect(POLLUTION, state() === before, `${fact} and changed a prototype`, reproduce.slice(0, 500));
}

function state(): string {
  const names = PROTOTYPES.map((prototype) => Object.getOwnPropertyNames(prototype).join());
  return [...names, String({}), String('polluted' in {})].join('\n');
}
