/** Followers of a stream of events: each event is sent to all that are there, and has come before any of them leaves. */
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openAndShut } from '../works/open-and-shut.js';
import type { StartWork } from '../works/work.js';
import { Feed } from './live.js';

const STREAM = { stream: '/live/feed' } as const;
const NEWS = 'data: news';
/** When a server hears that a client has left is nobody's promise. */
const UNTIL_HEARD_MS = 60_000;

export const followersOf =
  (port: number): StartWork =>
  ({ app, ledger, dice }) => {
    const feed = app.get(Feed);
    const followers = new Set<Follower>();
    let events = 0;
    const following = openAndShut<Follower>(dice, {
      maxOpen: 5,
      open: async () => {
        const follower = await Follower.begin(port);
        followers.add(follower);
        await untilTrue(() => feed.followers === followers.size);
        for (const name of ['connections_active', 'connections_total']) ledger.note(name);
        ledger.note('sse_streams_active', STREAM);
        return follower;
      },
      ends: [
        (follower) => {
          follower.leave();
          followers.delete(follower);
          return untilTrue(() => feed.followers === followers.size);
        },
      ],
      ended: (_follower, seen) => {
        ledger.note('connections_active', {}, -1);
        ledger.note('sse_streams_active', STREAM, -1);
        ledger.lasted('sse_stream_duration_seconds', STREAM, { leastMs: 0, mostMs: seen.mostMs + UNTIL_HEARD_MS });
      },
    });
    const publish = async (): Promise<void> => {
      const wanted = [...followers].map((follower) => [follower, follower.received + 1] as const);
      feed.events.next({ id: String(++events), data: 'news' });
      ledger.note('sse_events_total', { ...STREAM, outcome: 'sent' }, followers.size);
      await untilTrue(() => wanted.every(([follower, count]) => follower.received === count));
    };
    return {
      step: () => (followers.size === 0 || dice.chance(0.3) ? following.step() : publish()),
      finish: () => following.finish(),
    };
  };

class Follower {
  private text = '';

  private constructor(private readonly response: IncomingMessage) {
    response.setEncoding('utf8').on('data', (text: string) => (this.text += text));
    response.on('error', () => undefined);
  }

  static async begin(port: number): Promise<Follower> {
    const [response] = (await once(get({ port, path: '/live/feed', agent: false }), 'response')) as [IncomingMessage];
    return new Follower(response);
  }

  get received(): number {
    return this.text.split(NEWS).length - 1;
  }

  leave(): void {
    this.response.destroy();
  }
}

async function untilTrue(isSo: () => boolean): Promise<void> {
  while (!isSo()) await nextTurn();
}
