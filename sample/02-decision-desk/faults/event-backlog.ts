/** `event-backlog`: many reminders at once, and a listener that does not get on with them until the fault is over. */
import { once } from 'node:events';
import { Injectable } from '@nestjs/common';
import { EventEmitter2, OnEvent } from '@nestjs/event-emitter';
import { Faults } from './faults.js';

const REMINDER = 'reminder.due';
const reminders = 1_500;

@Injectable()
export class EventBacklog {
  private over: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly events: EventEmitter2,
    faults: Faults,
  ) {
    faults.whenOn('event-backlog', (over) => this.pileUp(over));
  }

  @OnEvent(REMINDER)
  async remind(): Promise<void> {
    await this.over;
  }

  private pileUp(over: AbortSignal): void {
    this.over = once(over, 'abort');
    for (let sent = 0; sent < reminders; sent++) this.events.emit(REMINDER);
  }
}
