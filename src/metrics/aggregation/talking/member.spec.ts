import { CountingProcess } from '../../../../test/support/counting-process.js';
import { isIntroduction, Member, type Answer } from './member.js';
import { messageOf } from './peer.js';

const told: unknown[] = [];
const nothing: Answer = { complete: [], silent: [] };
const answer: Answer = { complete: ['a'], silent: ['b'] };

beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
  told.length = 0;
  jest.useRealTimers();
});

function newMember() {
  const asked: { readonly what: string; readonly id: number }[] = [];
  const wire = { send: (message: object) => void asked.push(message as never), flushed: async () => undefined };
  const member = new Member(new CountingProcess().introduction(), wire, '1', {
    contributions: (contributions) => told.push(contributions),
    page: async () => ({ text: '', isLast: true }),
    leave: async () => undefined,
    farewell: () => undefined,
  });
  const says = (what: string, body: unknown) =>
    member.peer.receive({ ...messageOf('1', 'member', { what, body }), id: asked.at(-1)?.id });
  return { member, asked, says };
}

describe('Member', () => {
  it('is asked for names, and answers who has told its states', async () => {
    const { member, asked, says } = newMember();

    const answered = member.ask(['calls_total']);
    says('answer', answer);

    expect(await answered).toEqual(answer);
    expect(asked).toEqual([expect.objectContaining({ what: 'gather', body: ['calls_total'] })]);
  });

  it('has no states before it first answered, and those of its last answer while it is silent', async () => {
    const { member, says } = newMember();
    expect(member.isSilent()).toEqual(nothing);

    const answered = member.ask([]);
    says('answer', answer);
    await answered;

    expect(member.isSilent()).toEqual({ complete: [], silent: ['a', 'b'] });
  });

  it('is forgotten after a minute of silence, counted from the first time that it did not answer', async () => {
    const { member, says } = newMember();
    const answered = member.ask([]);
    says('answer', answer);
    await answered;
    jest.advanceTimersByTime(100_000);
    expect(member.isForgotten).toBe(false);

    member.isSilent();
    jest.advanceTimersByTime(59_999);
    expect(member.isSilent().silent).toEqual(['a', 'b']);
    expect(member.isForgotten).toBe(false);
    jest.advanceTimersByTime(1);

    expect(member.isForgotten).toBe(true);
    expect(member.isSilent()).toEqual(nothing);
  });

  it.each(['a late answer', 'a contribution'])('is there again with %s', async (sign) => {
    const { member, says } = newMember();
    const answered = member.ask([]);
    member.isSilent();
    jest.advanceTimersByTime(60_000);

    if (sign === 'a late answer') says('answer', answer);
    else says('contributions', ['growth']);
    member.leave();
    await answered;

    expect(member.isForgotten).toBe(false);
    expect(told).toEqual(sign === 'a contribution' ? [['growth']] : []);
  });

  it('fails an answer that the other side refuses', async () => {
    const { member, says } = newMember();

    const answered = member.ask([]);
    says('refusal', 'no');

    await expect(answered).rejects.toThrow('no');
  });

  it('owes nothing when it has left, neither an answer nor its states', async () => {
    const { member, says } = newMember();
    const first = member.ask([]);
    says('answer', answer);
    await first;

    const second = member.ask([]);
    member.leave();

    expect(await second).toEqual(nothing);
    expect(member.isSilent()).toEqual(nothing);
    expect(member.isForgotten).toBe(false);
  });
});

describe('isIntroduction', () => {
  it('knows those of our release, and nothing else', () => {
    expect(isIntroduction(new CountingProcess().introduction())).toBe(true);
    for (const other of [undefined, null, 'text', {}, { protocol: 2 }]) expect(isIntroduction(other)).toBe(false);
  });
});
