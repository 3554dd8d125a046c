/** One user's way through one decision, with the questions, second thoughts and mistakes of real people. */
import { randomUUID } from 'node:crypto';
import { componentTypes, type ComponentType } from '../cycles/component-type.js';
import { askAloud } from './caller.js';
import type { DeskClient } from './desk-client.js';
import { Listener } from './listener.js';
import type { SeededRandom } from './seeded-random.js';

const facilitator = 'ada';
const participants = ['grace', 'linus', 'margaret', 'dennis'] as const;
const decisions = [
  'Choose a region',
  'Replace billing',
  'Hire a designer',
  'Open a second office',
  'Drop the free plan',
] as const;
const questions = [
  'What am I missing?',
  'How would you measure that?',
  'Which assumption is the weakest?',
  'Can you give me a counter-example?',
  'Two of us disagree. How do we go on?',
] as const;

const askingShare = 0.6;
const secondQuestionShare = 0.3;
const revisitShare = 0.2;
const branchShare = 0.3;
const mistakeShare = 0.2;
const guideShare = 0.3;
const aloudShare = 0.3;
const lostConnectionShare = 0.3;
const documentShare = 0.25;
const archiveShare = 0.3;
const abandonShare = 0.05;

export class DecisionWalk {
  private readonly title: string;
  private readonly user: DeskClient;

  constructor(
    desk: DeskClient,
    private readonly random: SeededRandom,
  ) {
    this.user = desk.as(random.pick(participants));
    this.title = `${random.pick(decisions)} (${Math.floor(random.next() * 1_000)})`;
  }

  async walk(): Promise<void> {
    const { id } = await this.user.post('/sessions', { title: this.title });
    if (id === undefined) return;
    const user = this.user.inSession(id);

    await this.decide(user, await user.post(`/sessions/${id}/cycles`, { title: this.title }), componentTypes);
    await user.get(`/sessions/${id}/cycles`);
    if (this.random.happens(abandonShare)) return;
    await user.post(`/sessions/${id}/${this.random.happens(archiveShare) ? 'archive' : 'close'}`);
  }

  /** Works through the components, has the result signed off, and sometimes thinks it over in a branch. */
  private async decide(user: DeskClient, cycle: { id?: string }, types: readonly ComponentType[]): Promise<void> {
    if (cycle.id === undefined) return;
    const path = `/cycles/${cycle.id}`;
    for (const type of types) {
      await this.workOn(user, path, type);
      await user.post(`/sessions/${user.sessionId}/heartbeat`);
      if (this.random.happens(mistakeShare)) await this.blunder(user, path);
    }
    if (this.random.happens(revisitShare)) await this.workOn(user, path, 'objectives');
    await user.as(facilitator).post(`${path}/complete`);
    await user.get(path);
    if (this.random.happens(documentShare)) await this.print(user, path);
    if (this.random.happens(branchShare)) await this.branch(user, path);
  }

  /** One for each at the table, and right away: by then they are written, or they wait in the queue. */
  private async print(user: DeskClient, path: string): Promise<void> {
    const asked = await Promise.all(participants.map(() => user.post(`${path}/documents`)));
    for (const { id } of asked) if (id !== undefined) await user.get(`/documents/${id}`);
  }

  private async branch(user: DeskClient, path: string): Promise<void> {
    const branch = await user.post(`${path}/branches`, { upTo: 'alternatives', title: `${this.title}, again` });
    await this.decide(user, branch, componentTypes.slice(componentTypes.indexOf('consequences')));
  }

  private async workOn(user: DeskClient, path: string, type: ComponentType): Promise<void> {
    if (this.random.happens(guideShare)) await user.get(`/components/${type}/guide`);
    await user.post(`${path}/components/${type}/start`);
    if (this.random.happens(askingShare)) await this.ask(user, path, type);
    const score = type === 'decision_quality' ? { score: 50 + Math.floor(this.random.next() * 50) } : {};
    await user.post(`${path}/components/${type}/complete`, { content: `What we found on ${type}.`, ...score });
  }

  private async ask(user: DeskClient, path: string, component: ComponentType): Promise<void> {
    const { id } = await user.post(`${path}/conversations`, { component });
    if (id === undefined) return;
    const listener = new Listener(user, `/conversations/${id}/events`);
    await listener.open();
    try {
      await this.converse(user, id, listener);
    } finally {
      await listener.cut();
    }
    await user.get(`/conversations/${id}/messages`);
  }

  private async converse(user: DeskClient, conversationId: string, listener: Listener): Promise<void> {
    do {
      await this.question(user, conversationId);
      if (this.random.happens(lostConnectionShare)) await listener.cut().then(() => listener.open());
    } while (this.random.happens(secondQuestionShare));
  }

  private async question(user: DeskClient, conversationId: string): Promise<void> {
    const content = this.random.pick(questions);
    if (this.random.happens(aloudShare)) await askAloud(user, conversationId, content);
    else await user.post(`/conversations/${conversationId}/messages`, { content });
  }

  /** One each of 400, 401, 403 and 404, a 409 for what comes too early and one for a double click. */
  private async blunder(user: DeskClient, path: string): Promise<void> {
    const mistake = this.random.pick([
      () => user.post('/sessions', { title: '' }),
      () => user.post('/sessions', { title: this.title }),
      () => user.anonymous().get('/sessions'),
      () => user.post(`${path}/complete`),
      () => user.get(`/cycles/${randomUUID()}`),
      () => user.post(`${path}/components/tradeoffs/complete`, { content: 'Too early, or too late.' }),
    ]);
    await mistake();
  }
}
