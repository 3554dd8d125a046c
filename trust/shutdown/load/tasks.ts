/** What clients do while instances come and go. */
import { CHUNKS } from '../application/shop.js';

export interface Task {
  /** As the application's metrics have it. */
  readonly route: string;
  /** Sent as JSON. @default a GET */
  readonly body?: string;
  readonly status: number;
  readonly answer: string;
  /** At most, between two requests of one client. */
  readonly pauseMs: number;
  /** Each request on a connection of its own. @default one kept connection per client */
  readonly isUnkept?: boolean;
}

const ITEMS = Array.from({ length: 4_000 }, (_, item) => item);
const DONE = '{"done":true}';

const short: Task = { route: '/short', status: 200, answer: DONE, pauseMs: 20 };
const slow: Task = { route: '/slow', status: 200, answer: DONE, pauseMs: 50 };
const stream: Task = {
  route: '/stream',
  status: 200,
  answer: `${Array.from({ length: CHUNKS }, (_, chunk) => `chunk ${chunk}\n`).join('')}end\n`,
  pauseMs: 50,
};
const order: Task = {
  route: '/orders',
  body: JSON.stringify({ items: ITEMS }),
  status: 201,
  answer: JSON.stringify({ sum: ITEMS.reduce((sum, item) => sum + item, 0) }),
  pauseMs: 40,
};

/** One client each. */
export const tasks: readonly Task[] = [
  short,
  short,
  short,
  { ...short, isUnkept: true },
  slow,
  slow,
  slow,
  stream,
  stream,
  order,
  order,
];
