/** Where members belong: they join, tell what they count, ask for the page over all, and leave. */
import type { FormatName } from '../../text-format.js';
import type { Contribution } from '../telling/contribution.js';
import type { Gathering } from './gathering.js';
import { Member, type Introduction, type PagePiece, type PageRequest } from './member.js';
import type { Wire } from './peer.js';

export interface Station {
  readonly gathering: Gathering;
  takeAll(contributions: readonly Contribution[]): void;
  write(formatName: FormatName, names: readonly string[]): AsyncGenerator<string, void, undefined>;
}

/** Greets a member. One that introduces itself again is greeted again. */
export function admit(introduction: Introduction, wire: Wire, key: string, station: Station): Member {
  const { gathering } = station;
  const { members } = gathering;
  const known = [...members].find((member) => member.introduction.id === introduction.id);
  const member = known ?? newMember(introduction, wire, key, station);
  members.add(member);
  gathering.isShared = true;
  member.peer.tell('welcome');
  return member;
}

function newMember(introduction: Introduction, wire: Wire, key: string, station: Station): Member {
  const pages = new AskedPages(station);
  const member: Member = new Member(introduction, wire, key, {
    contributions: (contributions) => station.takeAll(contributions),
    page: (request) => pages.next(request),
    leave: (id) => pages.leave(id),
    farewell: () => station.gathering.dismiss(member),
  });
  return member;
}

/** Pages that a member asked for, each made no faster than it asks for the next piece. */
class AskedPages {
  private readonly pages = new Map<number, AsyncGenerator<string, void, undefined>>();

  constructor(private readonly station: Station) {}

  async next({ id, format, names }: PageRequest): Promise<PagePiece> {
    const page = this.pages.get(id) ?? this.station.write(format, names);
    this.pages.set(id, page);
    const { value, done } = await page.next();
    if (done === true) this.pages.delete(id);
    return { text: value ?? '', isLast: done === true };
  }

  async leave(id: number): Promise<void> {
    await this.pages.get(id)?.return();
    this.pages.delete(id);
  }
}
