import { ShownIds } from './shown-ids.js';

const asked: string[] = [];
const shown = (id: string): string => {
  asked.push(id);
  return `[${id}]`;
};

beforeEach(() => void (asked.length = 0));

describe('An id', () => {
  it.each(['0a1b2c3d4e5f6071-1', '0a1b2c3d4e5f6071-zz9zz9zz9zz9', '3f2504e0-4f89-41d3-9a0c-0305e82c3301'])(
    'that was made to be one is told as it is: %s',
    (id) => {
      expect([new ShownIds(shown).of(id), asked]).toEqual([id, []]);
    },
  );

  it.each([
    'ann',
    '0a1b2c3d4e5f6071',
    'x0a1b2c3d4e5f6071-1',
    '0a1b2c3d4e5f607-1',
    '0a1b2c3d4e5f607g-1',
    '0a1b2c3d4e5f6071-zz9zz9zz9zz99',
    '0a1b2c3d4e5f6071-A',
    '3f2504e0-4f89-41d3-9a0c-0305e82c3301x',
    '3f2504e0-4f89-9a0c-0305e82c3301',
    '3f2504eg-4f89-41d3-9a0c-0305e82c3301',
    '3f2504e0-4f8g-41d3-9a0c-0305e82c3301',
    '3f2504e0-4f89-41d3-9a0c-0305e82c330g',
  ])('of any other kind is looked at: %s', (id) => {
    expect(new ShownIds(shown).of(id)).toBe(`[${id}]`);
  });

  it('is looked at once, unless it is long', () => {
    const ids = new ShownIds(shown);
    const [short, long] = ['a'.repeat(128), 'a'.repeat(129)];

    expect([short, short, long, long].map((id) => ids.of(id))).toEqual(
      [short, short, long, long].map((id) => `[${id}]`),
    );
    expect(asked).toEqual([short, long, long]);
  });

  it('is forgotten with all others once there are a thousand', () => {
    const ids = new ShownIds(shown);
    for (let user = 0; user < 1000; user++) ids.of(`u${user}`);

    ids.of('u0');
    ids.of('one more');
    ids.of('u0');

    expect(asked.slice(1000)).toEqual(['one more', 'u0']);
  });
});
