/** What is asked of the samples: what their own tests ask, and what goes wrong. */
import { requestText, single, type RequestShape } from '../steps/request-text.js';
import type { Step } from '../steps/index.js';

export interface SampleTrial {
  readonly sample: string;
  readonly steps: readonly Step[];
}

const get = (path: string): Step => ask({ verb: 'GET', path });
const post = (path: string, body: object): Step => ask({ verb: 'POST', path, body: JSON.stringify(body) });

const auction: readonly Step[] = [
  get('/'),
  get('/bids/highest'),
  ask({ verb: 'HEAD', path: '/bids/highest' }),
  {
    attackClass: 'samples',
    title: 'a stream of bids that is cut',
    by: 'http',
    script: { writings: [{ text: requestText({ verb: 'GET', path: '/bids' }) }], leavesAfter: '1\r\n\n' },
  },
  ask({ verb: 'POST', path: '/bids/cut', body: '{}' }),
];

const chat: readonly Step[] = [
  get('/'),
  post('/chats/1/rating', { rating: 'good' }),
  ask({ verb: 'POST', path: '/chats/1/rating', body: '{"rating"' }),
];

const query = (text: string): Step => post('/graphql', { query: text });

export const sampleTrials: readonly SampleTrial[] = [
  {
    sample: '01-quickstart/app.module',
    steps: [post('/orders', { item: 'tea' }), get('/orders/1'), get('/orders/7'), get('/orders/x'), get('/nowhere')],
  },
  { sample: '04-realtime/application', steps: auction },
  { sample: '04-realtime/application fastify', steps: auction },
  {
    // Outside of production Apollo sends the stack of a resolver's error, with a frame of ours: `differential.stack-frames` compares those.
    sample: '05-graphql/app.module',
    steps: [
      query('{ books { title author { name } authorLoaded { name } } }'),
      query('mutation { review(bookId: 1, stars: 5) { stars } }'),
      query('{ books { nothing } }'),
      query('{'),
    ],
  },
  { sample: '06-ai-chat/application', steps: chat },
  { sample: '06-ai-chat/application fastify', steps: chat },
];

function ask(shape: RequestShape): Step {
  return { attackClass: 'samples', title: `${shape.verb} ${shape.path}`, by: 'http', script: single(shape) };
}
