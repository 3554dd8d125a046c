import { NumberedRing } from '../recorder/numbered-ring.js';
import { LiveClient } from './live-client.js';

describe('LiveClient', () => {
  let batches: NumberedRing<string>;
  let ended: number;

  beforeEach(() => {
    batches = new NumberedRing<string>({ maxCount: 3, maxBytes: 1000 });
    ended = 0;
  });

  const clientAfter = (lastEventId?: string): LiveClient =>
    new LiveClient({ processId: 'p', batches, lastEventId, onEnd: () => ended++ });
  const publish = (...texts: string[]): void => {
    for (const text of texts) batches.push(text, text.length);
  };
  const hello = (sequence: number): string =>
    `id: p.${sequence}\nevent: hello\ndata: {"processId":"p","sequence":${sequence}}\n\n`;
  const read = async (client: LiveClient, count: number): Promise<string[]> => {
    const texts: string[] = [];
    for (; count > 0; count--) texts.push((await client.next()).value as string);
    return texts;
  };

  it('greets, and then tells what comes', async () => {
    publish('before');
    const client = clientAfter();

    expect(await read(client, 1)).toEqual([hello(1)]);
    const next = client.next();
    publish('first');
    client.wake();

    expect(await next).toEqual({ value: 'first', done: false });
  });

  it.each([
    ['has all', 'p.3', 3, []],
    ['has missed some', 'p.1', 1, ['two', 'three']],
    ['was never here', undefined, 3, []],
    ['knows another process', 'q.1', 3, []],
    ['brings nonsense', 'p.x1', 3, []],
    ['claims to know the future', 'p.99', 3, []],
  ])('goes on for a reader that %s', async (_, lastEventId, position, missed) => {
    publish('one', 'two', 'three');
    const client = clientAfter(lastEventId);

    expect(await read(client, 1 + missed.length)).toEqual([hello(position), ...missed]);
    expect(client.next()).toBeInstanceOf(Promise);
  });

  it('says how much a slow reader has missed, and goes on from there', async () => {
    const client = clientAfter();
    await client.next();
    publish('1', '2', '3', '4', '5');

    expect(await read(client, 4)).toEqual(['id: p.2\nevent: gap\ndata: {"batches":2}\n\n', '3', '4', '5']);
  });

  it('beats while there is nothing to say', async () => {
    const client = clientAfter();
    await client.next();
    const next = client.next();

    client.wake();
    client.beat();

    expect((await next).value).toBe(':\n\n');
  });

  it('says goodbye behind what was still to be read, and ends', async () => {
    const client = clientAfter();
    await client.next();
    publish('last');
    client.dismiss('shutdown');

    expect(await read(client, 2)).toEqual(['last', 'id: p.1\nevent: bye\ndata: {"because":"shutdown"}\n\n']);
    expect(await client.next()).toEqual({ value: undefined, done: true });
    expect(ended).toBe(1);
  });

  it('ends at once when its reader goes while it waits', async () => {
    const client = clientAfter();
    await client.next();
    const next = client.next();

    await client.return();

    expect(await next).toEqual({ value: undefined, done: true });
    expect(ended).toBe(1);
  });

  it('cuts off a reader that takes no heartbeat, and none that does', async () => {
    const [silent, attentive] = [clientAfter(), clientAfter()];
    for (let beats = 0; beats < 5; beats++) {
      silent.beat();
      attentive.beat();
      await read(attentive, 1);
    }

    expect([silent.signal.aborted, attentive.signal.aborted]).toEqual([true, false]);
    expect(ended).toBe(1);
  });
});
