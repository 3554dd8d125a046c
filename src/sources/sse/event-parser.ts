/**
 * Finds the events in what is written to a stream, chunk by chunk, by the rules a browser reads them by: an event is what
 * stands before an empty line and has data; comments and retry times are none.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */

/** Of a line only the field name and an id matter, however long the data is. */
const KEPT_CHARACTERS = 256;

export class EventParser {
  private line = '';
  private endsInReturn = false;
  private hasData = false;
  private id: string | undefined;

  /** @param found called for each event that ends in this chunk, with the id the event itself carries */
  constructor(private readonly found: (id: string | undefined) => void) {}

  read(chunk: string): void {
    // A line may end in `\r\n` with a chunk's border between the two.
    let start = this.endsInReturn && chunk.startsWith('\n') ? 1 : 0;
    for (let end = lineEnd(chunk, start); end !== -1; end = lineEnd(chunk, start)) {
      this.keep(chunk, start, end);
      this.endLine();
      start = chunk.startsWith('\r\n', end) ? end + 2 : end + 1;
    }
    this.keep(chunk, start, chunk.length);
    this.endsInReturn = chunk === '' ? this.endsInReturn : chunk.endsWith('\r');
  }

  private keep(chunk: string, start: number, end: number): void {
    const space = KEPT_CHARACTERS - this.line.length;
    if (space > 0 && start < end) this.line += chunk.slice(start, Math.min(end, start + space));
  }

  private endLine(): void {
    const { line } = this;
    this.line = '';
    if (line === '') this.endEvent();
    else if (line === 'data' || line.startsWith('data:')) this.hasData = true;
    else if (line.startsWith('id:')) this.id = line.slice(line[3] === ' ' ? 4 : 3);
  }

  private endEvent(): void {
    const { id, hasData } = this;
    this.id = undefined;
    this.hasData = false;
    if (hasData) this.found(id);
  }
}

const LINE_END = /[\r\n]/g;

/** One search for both: a chunk that has only one of them would be looked through to its end for the other at each line. */
function lineEnd(chunk: string, from: number): number {
  LINE_END.lastIndex = from;
  return LINE_END.test(chunk) ? LINE_END.lastIndex - 1 : -1;
}
