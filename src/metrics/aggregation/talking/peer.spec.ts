import { keyOf, Peer, type Listeners, type Side } from './peer.js';

function pair(listeners: Listeners) {
  const sent: object[] = [];
  const here: Peer = newPeer('member', {}, (message) => (sent.push(message), there.receive(message)));
  const there: Peer = newPeer('station', listeners, (message) => here.receive(message));
  return { here, sent };
}

function newPeer(side: Side, listeners: Listeners, send: (message: object) => void): Peer {
  return new Peer({ wire: { send, flushed: async () => undefined }, key: '1', side, listeners });
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

    expect(sent).toEqual([{ nestjsObservability: '1', from: 'member', what: 'hear', body: { a: 1 } }]);
    expect(keyOf(sent[0], 'member')).toBe('1');
    for (const other of ['text', null, 3, { type: 'axm:monitor' }, { nestjsObservability: {}, from: 'member' }])
      expect(keyOf(other, 'member')).toBeUndefined();
  });

  it('knows what comes back to its own side, passed on by an application', () => {
    const { here, sent } = pair({});
    here.tell('hear');

    expect(keyOf(sent[0], 'station')).toBeUndefined();
  });
});
