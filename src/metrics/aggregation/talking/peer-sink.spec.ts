import { Peer } from './peer.js';
import { PeerSink } from './peer-sink.js';

const family = { name: 'calls_total', type: 'counter', unit: 'count', help: '', bounds: [] } as const;
const metric = { name: 'theirs_total', help: '', type: 'counter', aggregate: 'sum' } as const;

const growthOf = (count: number) => ({
  kind: 'growth' as const,
  family: { ...family, aggregate: 'sum' as const, labelLimits: [] },
  labelNames: [],
  series: Array.from({ length: count }, () => ({ labels: [], by: [1] })),
});

const linesOf = (count: number) => ({
  kind: 'foreign-growth' as const,
  metric,
  lines: Array.from({ length: count }, () => ({ labels: {}, by: 1 })),
});

function newSink() {
  const sizes: number[] = [];
  const send = (message: object) => sizes.push((message as { readonly body: readonly unknown[] }).body.length);
  const peer = new Peer({ wire: { send, flushed: async () => undefined }, key: '1', side: 'member', listeners: {} });
  return { sink: new PeerSink(peer), sizes };
}

describe('PeerSink', () => {
  it.each([
    ['series', growthOf],
    ['lines', linesOf],
  ])('sends a message as soon as it has 256 %s and heads', (_, contributionOf) => {
    const { sink, sizes } = newSink();

    sink.take(contributionOf(127));
    sink.take(contributionOf(126));
    expect(sizes).toEqual([]);
    sink.take(contributionOf(0));

    expect(sizes).toEqual([3]);
  });

  it('begins to count anew with each message, and sends none that is empty', () => {
    const { sink, sizes } = newSink();

    sink.take(growthOf(255));
    sink.send();
    sink.take(growthOf(1));
    sink.send();
    sink.send();

    expect(sizes).toEqual([1, 1]);
  });
});
