/** The decision desk as a visitor meets it: one decision over HTTP, from an open session to a completed cycle. */
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { createDesk, listen } from '../../sample/02-decision-desk/desk.js';

const startTimeoutMs = 60_000;
const components = [
  'issue_raising',
  'problem_frame',
  'objectives',
  'alternatives',
  'consequences',
  'tradeoffs',
  'recommendation',
  'decision_quality',
];

const token = 'token-of-whoever-looks';
const consoleVariables = { OBSERVABILITY_CONSOLE_ENABLED: 'true', OBSERVABILITY_CONSOLE_ACCESS_TOKEN: token };

interface Answer {
  readonly status: number;
  readonly body: { readonly id: string; readonly [key: string]: unknown };
}

let app: INestApplication;
let url: string;

beforeAll(async () => {
  Object.assign(process.env, { TRAFFIC: 'off', LOG_LEVEL: 'fatal', ...consoleVariables });
  app = await createDesk();
  await listen(app, 0, '127.0.0.1');
  url = `http://127.0.0.1:${((app.getHttpServer() as Server).address() as AddressInfo).port}`;
}, startTimeoutMs);

afterAll(async () => {
  await app.close();
  for (const name of ['TRAFFIC', 'LOG_LEVEL', ...Object.keys(consoleVariables)])
    Reflect.deleteProperty(process.env, name);
});

it('walks one decision from session to completed cycle, and counts it', async () => {
  const session = (await post('/sessions', { title: 'Choose a region' })).body;
  const cycle = (await post(`/sessions/${session.id}/cycles`, { title: 'Which region?' })).body;
  const early = await post(`/cycles/${cycle.id}/complete`, {}, 'ada');
  const conversation = (await post(`/cycles/${cycle.id}/conversations`, { component: 'objectives' })).body;
  const exchange = await post(`/conversations/${conversation.id}/messages`, { content: 'What am I missing?' });
  for (const type of components) await workThrough(cycle.id, type);
  const branch = await post(`/cycles/${cycle.id}/branches`, { upTo: 'alternatives', title: 'Again, cheaper' });
  const unauthorized = await post(`/cycles/${cycle.id}/complete`, {}, 'grace');
  const completed = await post(`/cycles/${cycle.id}/complete`, {}, 'ada');

  expect(early).toMatchObject({ status: 409, body: { error: 'invalid_transition' } });
  expect(exchange).toMatchObject({ status: 201, body: { question: { role: 'user' }, answer: { role: 'assistant' } } });
  expect(branch).toMatchObject({ status: 201, body: { parentId: cycle.id, completedAt: null } });
  expect((branch.body.components as { state: string }[]).map(({ state }) => state)).toEqual([
    ...Array<string>(4).fill('completed'),
    ...Array<string>(4).fill('pending'),
  ]);
  expect(unauthorized.status).toBe(403);
  expect(completed).toMatchObject({ status: 200, body: { id: cycle.id, completedAt: expect.any(String) } });

  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(sum(metrics, 'cycles_created_total')).toBe(1);
  expect(sum(metrics, 'cycles_branched_total')).toBe(1);
  expect(sum(metrics, 'cycles_completed_total')).toBe(1);
  expect(sum(metrics, 'messages_sent_total', 'role="user"')).toBe(1);
  expect(sum(metrics, 'messages_sent_total', 'role="assistant"')).toBe(1);
  expect(sum(metrics, 'message_length_chars_count', 'role="user"')).toBe(1);
  for (const type of components) {
    const label = `component_type="${type}"`;
    expect(sum(metrics, 'components_started_total', label)).toBe(1);
    expect(sum(metrics, 'components_completed_total', label)).toBe(1);
    expect(sum(metrics, 'component_duration_seconds_count', label)).toBe(1);
  }
});

it('shows in the console what is being decided', async () => {
  const session = (await post('/sessions', { title: 'Choose a database' })).body;
  await post(`/sessions/${session.id}/cycles`, { title: 'Which database?' });

  const path = '/observability/api/v1/page?id=decisions';
  const response = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });

  const { sections } = (await response.json()) as { sections: unknown[] };
  expect(sections).toEqual([
    expect.objectContaining({
      figures: expect.arrayContaining([{ label: 'Open sessions', value: expect.any(Number) }]),
    }),
    expect.objectContaining({ title: 'Components under way' }),
    expect.objectContaining({ rows: expect.arrayContaining([expect.objectContaining({ title: 'Which database?' })]) }),
  ]);
});

it('is ready while its database answers', async () => {
  const response = await fetch(`${url}/health/ready`);

  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ status: 'ready', checks: { database: 'ok' } });
});

async function workThrough(cycleId: string, type: string): Promise<void> {
  const started = await post(`/cycles/${cycleId}/components/${type}/start`);
  const score = type === 'decision_quality' ? { score: 80 } : {};
  const completed = await post(`/cycles/${cycleId}/components/${type}/complete`, { content: 'Found.', ...score });
  expect([started.status, completed.status]).toEqual([200, 200]);
}

async function post(path: string, body: object = {}, user = 'grace'): Promise<Answer> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-user-id': user },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

/** The value of a metric, summed over the series that carry `label`. */
function sum(exposition: string, name: string, label = ''): number {
  const series = exposition.split('\n').filter((line) => /^[^{ ]+/.exec(line)?.[0] === name && line.includes(label));
  return series.reduce((total, line) => total + Number(line.split(' ').at(-1)), 0);
}
