/** What was said in each chat, and how far its user has come. */
import { Injectable } from '@nestjs/common';
import { JourneysInstrument, type Journey } from 'nestjs-observability/instruments';

export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

/** What the model is told again with each question. */
const keptTurns = 10;

@Injectable()
export class Chats {
  private readonly turns = new Map<string, readonly Turn[]>();
  private readonly journey: Journey;

  constructor(journeys: JourneysInstrument) {
    this.journey = journeys.journey('advice', { stages: ['question', 'rating'] });
  }

  // #region journey
  /** @returns the conversation that ends with this question */
  asked(id: string, question: string): readonly Turn[] {
    this.journey.enter('question', id);
    return [...(this.turns.get(id) ?? []), { role: 'user', content: question }];
  }

  answered(id: string, turns: readonly Turn[], answer: string): void {
    this.turns.set(id, [...turns, { role: 'assistant' as const, content: answer }].slice(-keptTurns));
    this.journey.complete('question', id);
    this.journey.enter('rating', id);
  }

  unanswered(id: string): void {
    this.journey.abandon('question', id);
  }

  rated(id: string): void {
    this.journey.complete('rating', id);
  }
  // #endregion
}
