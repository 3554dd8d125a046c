/**
 * One user's way through one decision, as the desk's own traffic walks it but without its dice: every walk is the same 28
 * requests, so that every window is the same work. Reads and writes, a refusal, a conversation with the local assistant.
 */
import { randomUUID } from 'node:crypto';
import type { DeskClient, DeskAnswer, DeskRequest } from './desk-client.js';

const FACILITATOR = 'ada';
const PARTICIPANTS = ['grace', 'linus', 'margaret', 'dennis'] as const;
const COMPONENTS = [
  'issue_raising',
  'problem_frame',
  'objectives',
  'alternatives',
  'consequences',
  'tradeoffs',
  'recommendation',
  'decision_quality',
] as const;
/** What a walk leaves in the database. */
export const ROWS_PER_WALK = { sessions: 1, cycles: 1, components: COMPONENTS.length, conversations: 1, messages: 2 };
export const REQUESTS_PER_WALK = 28;

const TITLE = 'Choose a region';

/** @param turn which user it is */
export async function walkDecision(client: DeskClient, turn: number): Promise<void> {
  const visit = new Visit(client, PARTICIPANTS[turn % PARTICIPANTS.length]!);
  const { id: sessionId } = await visit.post('/sessions', 201, { title: TITLE });
  visit.sessionId = sessionId;
  const { id: cycleId } = await visit.post(`/sessions/${sessionId}/cycles`, 201, { title: TITLE });
  await converse(visit, cycleId);
  for (const component of COMPONENTS) await workOn(visit, `/cycles/${cycleId}/components/${component}`);
  await visit.post(`/cycles/${cycleId}/complete`, 403);
  await visit.as(FACILITATOR).post(`/cycles/${cycleId}/complete`, 200);
  await visit.get(`/cycles/${cycleId}`, 200);
  await visit.get(`/cycles/${randomUUID()}`, 404);
  await visit.get(`/sessions/${sessionId}/cycles`, 200);
  await visit.get(`/sessions/${sessionId}`, 200);
  await visit.post(`/sessions/${sessionId}/close`, 200);
}

async function converse(visit: Visit, cycleId: string): Promise<void> {
  const { id } = await visit.post(`/cycles/${cycleId}/conversations`, 201, { component: COMPONENTS[0] });
  await visit.ask(`/conversations/${id}/messages`, 'What am I missing?');
  await visit.get(`/conversations/${id}/messages`, 200);
}

async function workOn(visit: Visit, component: string): Promise<void> {
  await visit.post(`${component}/start`, 200);
  await visit.post(`${component}/complete`, 200, { content: 'What we found.', score: 80 });
}

class Visit {
  sessionId: string | undefined;

  constructor(
    private readonly client: DeskClient,
    private readonly userId: string,
  ) {}

  as(userId: string): Visit {
    return Object.assign(new Visit(this.client, userId), { sessionId: this.sessionId });
  }

  get(path: string, expectedStatus: number): Promise<DeskAnswer> {
    return this.send({ method: 'GET', path, expectedStatus });
  }

  post(path: string, expectedStatus: number, body: object = {}): Promise<DeskAnswer> {
    return this.send({ method: 'POST', path, expectedStatus, body });
  }

  ask(path: string, content: string): Promise<DeskAnswer> {
    return this.send({ method: 'POST', path, expectedStatus: 201, body: { content }, isSlow: true });
  }

  private send(asked: Omit<DeskRequest, 'headers'>): Promise<DeskAnswer> {
    const session = this.sessionId === undefined ? {} : { 'x-session-id': this.sessionId };
    return this.client.send({ ...asked, headers: { authorization: `Bearer desk-${this.userId}`, ...session } });
  }
}
