/** The main thread's side: threads introduce themselves, and what they count comes to the application here. */
import { isIntroduction, type Member } from '../talking/member.js';
import { keyOf, messageOf } from '../talking/peer.js';
import { admit, type Station } from '../talking/station.js';
import { ThreadChannel } from './thread-channel.js';

/** What a thread has sent before its end arrives after that. */
const LAST_MESSAGES_MS = 1000;

export class ThreadMembers {
  private readonly common: ThreadChannel;
  private readonly members = new Map<Member, ThreadChannel>();

  constructor(
    private readonly key: string,
    private readonly station: Station,
  ) {
    this.common = new ThreadChannel(key);
    this.common.listen((message) => this.receive(message));
    this.common.send(messageOf(key, 'station', { what: 'who is there' }));
  }

  /** The thread has ended. */
  forget(threadId: number): void {
    const gone = [...this.members.keys()].filter(({ introduction }) => introduction.threadId === threadId);
    for (const member of gone) this.station.gathering.dismiss(member);
    setTimeout(() => gone.forEach((member) => this.hangUp(member)), LAST_MESSAGES_MS).unref();
  }

  close(): void {
    this.common.close();
    for (const member of this.members.keys()) this.hangUp(member);
  }

  private receive(message: unknown): void {
    if (keyOf(message, 'member') !== this.key) return;
    const { what, body } = message as { readonly what: string; readonly body?: unknown };
    if (what !== 'introduction' || !isIntroduction(body)) return;
    const known = [...this.members.keys()].find(({ introduction }) => introduction.id === body.id);
    const own = (known && this.members.get(known)) ?? new ThreadChannel(this.key, body.id);
    const member = admit(body, own, this.key, this.station);
    own.listen((said) => member.peer.receive(said));
    this.members.set(member, own);
  }

  private hangUp(member: Member): void {
    this.station.gathering.dismiss(member);
    this.members.get(member)?.close();
    this.members.delete(member);
  }
}
