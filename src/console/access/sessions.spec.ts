import { ManualClock } from '../../testing/manual-clock.js';
import { Sessions } from './sessions.js';

const key = Buffer.alloc(32, 1);
const clock = new ManualClock();
const sessionsWith = (ownKey: Uint8Array): Sessions => new Sessions({ key: ownKey, clock, path: '/observability' });
const sessions = sessionsWith(key);
const cookieOf = (header: string): string => header.slice(0, header.indexOf(';'));

describe('Sessions', () => {
  it('begin with a cookie that no script, no other site and no other path can read', () => {
    const [cookie, ...attributes] = sessions.begin({ isSecure: false }).split('; ');

    expect(cookie).toMatch(/^nestjs-observability-[\da-f]{8}=[\w-]{22}\.\d+\.[\w-]{43}$/);
    expect(attributes).toEqual(['Path=/observability', 'Max-Age=43200', 'HttpOnly', 'SameSite=Strict']);
  });

  it('ask for TLS where they began over TLS', () => {
    expect(sessions.begin({ isSecure: true })).toMatch(/; Secure$/);
  });

  it('are known again among other cookies, also after a restart with the same key', () => {
    const cookie = cookieOf(sessions.begin({ isSecure: false }));

    expect(sessionsWith(key).isIn(`theme=dark; ${cookie};lang=en`)).toBe(true);
  });

  it('last for twelve hours', () => {
    const cookie = cookieOf(sessions.begin({ isSecure: false }));
    clock.advance(43_199_000);
    const isInBefore = sessions.isIn(cookie);
    clock.advance(1_000);

    expect([isInBefore, sessions.isIn(cookie)]).toEqual([true, false]);
  });

  it('cannot be made up, prolonged or signed with another key', () => {
    const cookie = cookieOf(sessions.begin({ isSecure: false }));
    const [name, value] = cookie.split('=') as [string, string];
    const [id, endS, signature] = value.split('.') as [string, string, string];
    const foreign = cookieOf(sessionsWith(Buffer.alloc(32, 2)).begin({ isSecure: false }));

    const forged = [
      `${name}=${id}.${Number(endS) + 1}.${signature}`,
      `${name}=${id}x.${endS}.${signature}`,
      `${name}=${id}.${endS}`,
      `${name}=${id}.${endS}.`,
      `${name}=`,
      `${name}=${foreign.split('=')[1]}`,
      `x${cookie}`,
      '',
    ];
    expect(forged.filter((cookies) => sessions.isIn(cookies))).toEqual([]);
    expect(sessions.isIn(undefined)).toBe(false);
  });

  it('of another application on the same machine have a name of their own', () => {
    const [mine, other] = [sessions, sessionsWith(Buffer.alloc(32, 2))].map((one) => one.begin({ isSecure: false }));

    expect(mine!.split('=')[0]).not.toBe(other!.split('=')[0]);
  });
});
