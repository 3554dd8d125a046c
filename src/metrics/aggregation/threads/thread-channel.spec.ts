import { BroadcastChannel } from 'node:worker_threads';
import { until } from '../../../../test/support/counting-process.js';
import { ThreadChannel } from './thread-channel.js';

const open: { close(): void }[] = [];

afterEach(() => open.splice(0).forEach((channel) => channel.close()));

function newChannel(...name: string[]) {
  const channel = new ThreadChannel(...name);
  const heard: unknown[] = [];
  const undo = channel.listen((message) => heard.push(message));
  open.push(channel);
  return { channel, heard, undo };
}

describe('ThreadChannel', () => {
  it('reaches all that have the same name, and no others', async () => {
    const [sender, one, two] = [newChannel('1'), newChannel('1'), newChannel('1')];
    const others = [newChannel('2'), newChannel('1', '7.1'), newChannel()];

    sender.channel.send({ a: 1 });
    await sender.channel.flushed();
    await until(() => one.heard.length + two.heard.length === 2);

    expect([one.heard, two.heard]).toEqual([[{ a: 1 }], [{ a: 1 }]]);
    expect([sender, ...others].flatMap(({ heard }) => heard)).toEqual([]);
  });

  it('keeps applications and their members apart by its name among all of the process', async () => {
    const { heard } = newChannel('1', '7.1');
    const named = new BroadcastChannel('nestjs-observability/1/7.1');
    open.push(named);

    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origins
    named.postMessage('told');
    await until(() => heard.length > 0);

    expect(heard).toEqual(['told']);
  });

  it.each(['undo', 'close'] as const)('hears nothing after its %s', async (end) => {
    const [sender, listening, ended] = [newChannel('1'), newChannel('1'), newChannel('1')];

    if (end === 'undo') ended.undo();
    else ended.channel.close();
    sender.channel.send({ a: 1 });
    await until(() => listening.heard.length > 0);

    expect(ended.heard).toEqual([]);
  });

  it('is silent once it is closed: an answer may come after the end', async () => {
    const [closed, listening] = [newChannel('1'), newChannel('1')];
    closed.channel.close();

    closed.channel.send({ late: true });
    closed.channel.close();
    newChannel('1').channel.send({ a: 1 });
    await until(() => listening.heard.length > 0);

    expect(listening.heard).toEqual([{ a: 1 }]);
  });
});
