import { keyOf, Peer, type Listeners } from './peer.js';

function pair(listeners: Listeners) {
  const sent: object[] = [];
  const here: Peer = new Peer(
    { send: (message) => (sent.push(message), there.receive(message)), flushed: async () => undefined },
    '1',
    {},
  );
  const there: Peer = new Peer(
    { send: (message) => here.receive(message), flushed: async () => undefined },
    '1',
    listeners,
  );
  return { here, sent };
}

describe('Peer', () => {
  it('answers questions, and refuses those whose listener fails', async () => {
    const { here } = pair({
      double: (number: number) => number * 2,
      fail: () => Promise.reject(new Error('no answer')),
    });

    expect(await Promise.all([here.ask('double', 2), here.ask('double', 4)])).toEqual([4, 8]);
    await expect(here.ask('fail')).rejects.toThrow('no answer');
  });

  it('tells in order, and survives what nobody listens to', async () => {
    const heard: number[] = [];
    const { here } = pair({ hear: (number: number) => heard.push(number) });

    for (const number of [1, 2, 3]) here.tell('hear', number);
    here.tell('unknown');

    expect(heard).toEqual([1, 2, 3]);
    expect(await here.ask('unknown')).toBeUndefined();
  });

  it('gives up its questions when it is closed', async () => {
    const { here } = pair({ wait: () => new Promise(() => undefined) });
    const answer = here.ask('wait');

    here.close();

    await expect(answer).rejects.toThrow('it is gone');
  });

  it('sends plain objects under a key of ours, and knows the messages of others', () => {
    const { here, sent } = pair({});
    here.tell('hear', { a: 1 });

    expect(sent).toEqual([{ nestjsObservability: '1', what: 'hear', body: { a: 1 } }]);
    expect(sent.map(keyOf)).toEqual(['1']);
    expect(['text', null, 3, { type: 'axm:monitor' }, { nestjsObservability: {} }].map(keyOf)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
  });
});
