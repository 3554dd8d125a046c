/** The last events of a topic, in their order and within a bound: what a client that comes back may have missed. */

export interface KeptEvent {
  readonly id: string;
  readonly type: string | undefined;
  /** As it is written: text, or JSON. */
  readonly data: string;
  readonly bytes: number;
}

export interface LogLimits {
  readonly maxEvents: number;
  readonly maxBytes: number;
}

export class EventLog {
  /** By position, which counts up for as long as the topic lives. */
  private readonly events = new Map<number, KeptEvent>();
  private readonly positions = new Map<string, number>();
  private first = 0;
  private next = 0;
  private bytes = 0;

  constructor(private readonly limits: LogLimits) {}

  /** Of the oldest event that is kept. */
  get firstPosition(): number {
    return this.first;
  }

  /** Of the event that will come next. */
  get nextPosition(): number {
    return this.next;
  }

  has(id: string): boolean {
    return this.positions.has(id);
  }

  at(position: number): KeptEvent | undefined {
    return this.events.get(position);
  }

  /** What follows the event of this id; everything, when it is not known or not any more. */
  positionAfter(id: string): number {
    const position = this.positions.get(id);
    return position === undefined ? this.first : position + 1;
  }

  bytesFrom(position: number): number {
    let bytes = 0;
    for (let here = position; here < this.next; here++) bytes += this.at(here)?.bytes ?? 0;
    return bytes;
  }

  add(event: KeptEvent): void {
    this.events.set(this.next, event);
    this.positions.set(event.id, this.next);
    this.bytes += event.bytes;
    this.next++;
    while (this.isOverfull()) this.removeFirst();
  }

  /** The newest one is kept however large it is. */
  private isOverfull(): boolean {
    const { maxEvents, maxBytes } = this.limits;
    return this.events.size > 1 && (this.events.size > maxEvents || this.bytes > maxBytes);
  }

  private removeFirst(): void {
    const { id, bytes } = this.events.get(this.first)!;
    this.events.delete(this.first);
    this.positions.delete(id);
    this.bytes -= bytes;
    this.first++;
  }
}
