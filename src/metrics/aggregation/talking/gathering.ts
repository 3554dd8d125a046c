/** Has everybody here tell at once: the application of this process, and the members that answer in time. */
import type { Diagnostics } from '../../../kernel/index.js';
import { IsolatedReader } from '../../isolated-reader.js';
import type { Sink } from '../telling/contribution.js';
import type { Contributor } from '../telling/contributor.js';
import type { Answer, Member } from './member.js';

export class Gathering {
  readonly members = new Set<Member>();
  /** Whether there ever was a member. */
  isShared = false;
  /** The application of this process, where there is one. */
  own: Contributor | undefined;
  readonly reader: IsolatedReader;

  constructor(answerTimeoutMs: number, diagnostics: Diagnostics) {
    this.reader = new IsolatedReader(answerTimeoutMs, diagnostics, () => undefined, 'what is counted in');
  }

  /** Resolves when all have told `sink`, or had their time. A member tells by itself whatever sink it was given. */
  async gather(names: readonly string[], sink: Sink): Promise<Answer> {
    const { own } = this;
    const [answers] = await Promise.all([this.askMembers(names, sink), own?.tell(names, sink)]);
    return {
      complete: [...(own === undefined ? [] : [own.source]), ...answers.flatMap(({ complete }) => complete)],
      silent: answers.flatMap(({ silent }) => silent),
    };
  }

  /** It is not asked again, and not waited for. */
  dismiss(member: Member): void {
    this.members.delete(member);
    member.leave();
  }

  private async askMembers(names: readonly string[], sink: Sink): Promise<readonly Answer[]> {
    const members = [...this.members].filter(({ isForgotten }) => !isForgotten);
    const asked = members.map((member) => ({
      source: member,
      name: member.introduction.name,
      work: () => member.ask(names),
    }));
    const answers = await this.reader.readAll(asked);
    return members.map((member, index) => answers[index] ?? this.unanswered(member, sink));
  }

  private unanswered(member: Member, sink: Sink): Answer {
    sink.take(member.introduction.unanswered);
    return member.isSilent();
  }
}
