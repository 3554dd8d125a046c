import { PrimaryWire } from './primary-wire.js';

type Channel = { send?: unknown; disconnect?: (() => void) | undefined };

const channel = process as Channel;
const sent: unknown[] = [];
const onSent: (() => void)[] = [];
const original = { send: channel.send, disconnect: channel.disconnect };

beforeEach(() => {
  sent.length = onSent.length = 0;
  channel.send = (message: unknown, _handle: unknown, _options: unknown, callback: () => void) => {
    sent.push(message);
    onSent.push(callback);
  };
});
afterEach(() => void Object.assign(channel, original));

describe('PrimaryWire', () => {
  it('sends to the primary, and is flushed when the last message has left', async () => {
    const wire = new PrimaryWire();
    let isFlushed = false;
    await wire.flushed();

    wire.send({ a: 1 });
    wire.send({ a: 2 });
    const flushed = wire.flushed().then(() => (isFlushed = true));
    onSent[0]!();
    await new Promise((resolve) => setImmediate(resolve));
    expect(isFlushed).toBe(false);
    onSent[1]!();

    await flushed;
    expect(sent).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('hears the primary until it is undone', () => {
    const heard: unknown[] = [];
    const undo = new PrimaryWire().listen((message) => heard.push(message));
    process.emit('message', { a: 1 }, undefined);

    undo();
    process.emit('message', { a: 2 }, undefined);

    expect(heard).toEqual([{ a: 1 }]);
  });

  it('acts just before the channel closes', () => {
    const happened: string[] = [];
    channel.disconnect = function (this: unknown) {
      happened.push(this === process ? 'closed' : 'lost');
    };
    new PrimaryWire().beforeClose(() => happened.push('told'));

    channel.disconnect();

    expect(happened).toEqual(['told', 'closed']);
  });

  it('acts where there is no channel to close, and leaves what is there', () => {
    const act = jest.fn();
    channel.disconnect = undefined;
    const undo = new PrimaryWire().beforeClose(act);
    const told = channel.disconnect as unknown as () => void;

    told();
    undo();

    expect(act).toHaveBeenCalledTimes(1);
    expect(channel.disconnect).toBe(told);
  });

  it('gives the channel back when it is undone, but not what somebody else has put there since', () => {
    const close = () => undefined;
    const theirs = () => undefined;
    channel.disconnect = close;

    const first = new PrimaryWire().beforeClose(() => undefined);
    first();
    expect(channel.disconnect).toBe(close);
    const second = new PrimaryWire().beforeClose(() => undefined);
    channel.disconnect = theirs;
    second();

    expect(channel.disconnect).toBe(theirs);
  });
});
