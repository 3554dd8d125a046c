import { Diagnostics, systemClock, type Clock } from '../kernel/index.js';
import { ManualClock } from '../testing/manual-clock.js';
import { Changes, type ChangeNote, type Setting } from './changes.js';

const alice = { name: 'alice', remoteAddress: '127.0.0.1' };
const bob = { name: 'bob', remoteAddress: '10.0.0.7' };

describe('Changes', () => {
  let value: string;
  let notes: ChangeNote[];
  let diagnostics: Diagnostics;
  let changes: Changes;
  const setting: Setting<string> = { name: 'colour', read: () => value, write: (next) => (value = next) };

  const start = (clock: Clock, note: (one: ChangeNote) => void = (one) => notes.push(one)): void => {
    changes = new Changes({ clock, diagnostics, note });
  };

  beforeEach(() => {
    value = 'grey';
    notes = [];
    diagnostics = new Diagnostics(() => undefined);
  });
  afterEach(() => changes.close());

  it('ends by itself, asked by nobody', async () => {
    start(systemClock);
    changes.change(setting, 'red', alice, 20);

    const seen = value;
    while (value === 'red') await new Promise((resolve) => setTimeout(resolve, 5));

    expect([seen, value]).toEqual(['red', 'grey']);
    expect(notes.map(({ action, caller }) => [action, caller.name])).toEqual([
      ['changed', 'alice'],
      ['reverted', 'alice'],
    ]);
  });

  it('says of the end of a hidden change nothing, since nothing changed', () => {
    const clock = new ManualClock();
    start(clock);
    changes.change(setting, 'red', alice, 10);
    changes.change(setting, 'blue', bob, 30);

    clock.advance(10);
    const pending = changes.pending('');
    clock.advance(20);

    expect(pending.map(({ value: shown, by }) => [shown, by])).toEqual([['blue', 'bob']]);
    expect(changes.pending('')).toEqual([]);
    expect(notes.map(({ action, from, to }) => [action, from, to])).toEqual([
      ['changed', 'grey', 'red'],
      ['changed', 'red', 'blue'],
      ['reverted', 'blue', 'grey'],
    ]);
  });

  it('forgets what lies below a permanent one', () => {
    const clock = new ManualClock();
    start(clock);
    changes.change(setting, 'red', alice, 10);
    changes.change(setting, 'blue', bob, undefined);
    clock.advance(10);

    expect([changes.pending(''), value]).toEqual([[], 'blue']);
  });

  it('keeps nothing of a change that the setting refuses', () => {
    start(new ManualClock());
    const refusing: Setting<string> = {
      name: 'colour',
      read: () => value,
      write: () => {
        throw new RangeError('no such colour');
      },
    };

    expect(() => changes.change(refusing, 'loud', alice, 10)).toThrow('no such colour');
    expect([changes.pending(''), notes]).toEqual([[], []]);
  });

  it('survives a log that fails', () => {
    start(new ManualClock(), () => {
      throw new Error('disk full');
    });

    changes.change(setting, 'red', alice, 10);
    changes.revert('colour', bob);

    expect(value).toBe('grey');
    expect([...diagnostics.failures.values()]).toEqual([
      { labels: { handler: 'management', phase: 'note' }, value: 2 },
    ]);
  });
});
