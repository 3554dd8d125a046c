/** Clients that behave: connections kept alive, every answer waited for and read. What they have asked for is known exactly. */
import { request } from 'node:http';
import { below, oneOf, type Habit, type Visit } from './visit.js';

interface Errand {
  readonly method: string;
  readonly path: string;
  /** As the metrics have it. */
  readonly place: string;
  readonly body?: string;
}

const errands: readonly ((random: () => number) => Errand)[] = [
  (random) => ({ method: 'GET', path: `/steady?n=${random()}`, place: 'GET /steady 200' }),
  (random) => ({ method: 'POST', path: '/steady', place: 'POST 200', body: bodyOf(below(200, random)) }),
  () => ({ method: 'POST', path: '/steady', place: 'POST 400', body: '{"items":' }),
  (random) => ({ method: 'GET', path: `/items/${random()}`, place: 'GET /items/:id 200' }),
  () => ({ method: 'GET', path: '/failing', place: 'GET /failing 500' }),
  (random) => ({ method: 'GET', path: `/nowhere/${random()}`, place: 'GET _UNMATCHED 404' }),
];

export const faithful: Habit = async (visit) => {
  const errand = oneOf(errands, visit.random)(visit.random);
  const status = await ask(visit, errand);
  if (!errand.place.endsWith(` ${status}`)) throw new Error(`${errand.place} was answered with ${status}`);
  visit.seen.answer(errand.place);
};

function bodyOf(items: number): string {
  return JSON.stringify({ items: Array.from({ length: items }, (_, index) => ({ index })) });
}

function ask({ port, agent }: Visit, { method, path, body }: Errand): Promise<number> {
  const headers = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', agent, method, path, headers }, (response) => {
      response
        .resume()
        .on('end', () => resolve(response.statusCode!))
        .on('error', reject);
    });
    sent.on('error', reject).end(body);
  });
}
