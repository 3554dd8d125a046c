import { until } from '../../../../test/support/counting-process.js';
import { messageOf } from '../talking/peer.js';
import { MainThreadWire, memberIdOf } from './main-thread-wire.js';
import { ThreadChannel } from './thread-channel.js';

const KEY = '1';
const ID = '7.1';
const undo: (() => void)[] = [];

afterEach(() => undo.splice(0).forEach((end) => end()));

function newChannel(...name: string[]) {
  const channel = new ThreadChannel(...name);
  const heard: unknown[] = [];
  undo.push(channel.listen((message) => heard.push(message)));
  return { channel, heard };
}

function newWire() {
  const wire = new MainThreadWire(KEY, ID);
  const heard: unknown[] = [];
  const end = wire.listen((message) => heard.push(message));
  undo.push(end);
  return { wire, heard, end };
}

const said = (what: string) => messageOf(KEY, 'member', { what });

describe('MainThreadWire', () => {
  it('introduces itself where all threads do, and says everything else on its own channel', async () => {
    const [common, own] = [newChannel(KEY), newChannel(KEY, ID)];
    const { wire } = newWire();

    for (const message of [said('introduction'), said('farewell'), { text: 'introduction' }]) wire.send(message);
    await wire.flushed();
    await until(() => common.heard.length + own.heard.length === 3);

    expect(common.heard).toEqual([said('introduction')]);
    expect(own.heard).toEqual([said('farewell'), { text: 'introduction' }]);
  });

  it('hears what is said to all threads and to its own, until it is undone', async () => {
    const [common, own, late] = [newChannel(KEY), newChannel(KEY, ID), newChannel(KEY)];
    const { heard, end } = newWire();
    common.channel.send({ a: 1 });
    own.channel.send({ a: 2 });
    await until(() => heard.length === 2);

    end();
    own.channel.send({ a: 3 });
    common.channel.send({ a: 4 });
    await until(() => late.heard.length === 2);

    expect(heard).toHaveLength(2);
    expect(heard).toEqual(expect.arrayContaining([{ a: 1 }, { a: 2 }]));
  });
});

describe('memberIdOf', () => {
  it('tells several applications of one thread apart', () => {
    const [first, second] = [memberIdOf(7), memberIdOf(7)];

    expect([first, second]).toEqual(['7.1', '7.2']);
  });
});
