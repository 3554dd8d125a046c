/** What a provider has said so far: filled in by a whole answer at once, or chunk by chunk. */
import type { AiOperation, AiUsage } from '../../../kernel/index.js';
import type { AiMessage } from '../message-shapes.js';

/** How one API of a provider puts things. Its values come from outside: whatever reads them may find anything. */
export interface Dialect {
  readonly operation: AiOperation;
  /** The prompt, oldest message first. */
  input(request: unknown): readonly unknown[];
  readWhole(answer: Answer, body: unknown): void;
  readChunk(answer: Answer, chunk: unknown): void;
}

interface Part {
  readonly type: string;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  text: string;
}

/** Characters that are gathered while an answer streams; what is recorded of them is shorter. */
const MAX_GATHERED = 65_536;
/** As many characters a part counts for, since parts may be empty. */
const PART_LENGTH = 64;
/** Answers to one request; providers have 128. */
const MAX_CHOICES = 128;

export class Answer {
  id: string | undefined;
  model: string | undefined;
  usage: AiUsage | undefined;
  hasBegun = false;
  hasFailed = false;
  private whole: readonly AiMessage[] | undefined;
  private readonly parts = new Map<unknown, Part>();
  private gathered = 0;
  /** By choice: some providers say them again with every chunk. */
  private readonly reasons = new Map<number, string>();

  constructor(private readonly keepsContent: boolean) {}

  /** Why it stopped; empty while it has not. */
  get finishReasons(): readonly string[] {
    return [...this.reasons.values()];
  }

  get isComplete(): boolean {
    return this.reasons.size > 0;
  }

  /** The messages of the answer; undefined where nobody wants them. */
  get output(): readonly AiMessage[] | undefined {
    if (!this.keepsContent) return undefined;
    return this.whole ?? (this.parts.size === 0 ? undefined : [{ content: [...this.parts.values()].map(finished) }]);
  }

  identify({ id, model }: { readonly id?: unknown; readonly model?: unknown }): void {
    if (typeof id === 'string') this.id = id;
    if (typeof model === 'string') this.model = model;
  }

  finish(reason: unknown, choice = 0): void {
    if (typeof reason === 'string' && choice < MAX_CHOICES) this.reasons.set(choice, reason);
  }

  keep(messages: readonly unknown[]): void {
    if (this.keepsContent) this.whole = messages as readonly AiMessage[];
  }

  /** A piece of the part `key`; the first piece tells what the part is. */
  gather(key: unknown, piece: Omit<Part, 'text'>, text: unknown): void {
    if (!this.keepsContent || this.gathered > MAX_GATHERED) return;
    const part = this.parts.get(key) ?? this.begin(key, piece);
    if (typeof text !== 'string') return;
    part.text += text;
    this.gathered += text.length;
  }

  private begin(key: unknown, piece: Omit<Part, 'text'>): Part {
    const part = { ...piece, text: '' };
    this.parts.set(key, part);
    this.gathered += PART_LENGTH;
    return part;
  }
}

function finished({ text, ...part }: Part): object {
  return part.name === undefined ? { ...part, text } : { ...part, arguments: text };
}

/** Counts of a provider as ours: a part is never more than its whole, whatever the provider says. */
export function usageOf(counts: { readonly [Count in keyof AiUsage]: number | null | undefined }): AiUsage | undefined {
  const { prompt, completion } = counts;
  if (!isCount(prompt) && !isCount(completion)) return undefined;
  const [all, out] = [isCount(prompt) ? prompt : 0, isCount(completion) ? completion : 0];
  const cached = within(counts.cached, all);
  const cacheWrite = within(counts.cacheWrite, all - (cached ?? 0));
  const reasoning = within(counts.reasoning, out);
  return {
    prompt: all,
    completion: out,
    ...(cached !== undefined && { cached }),
    ...(cacheWrite !== undefined && { cacheWrite }),
    ...(reasoning !== undefined && { reasoning }),
  };
}

function within(part: number | null | undefined, whole: number): number | undefined {
  return isCount(part) ? Math.min(part, whole) : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < Infinity;
}
