/** V8's profilers, reached through Node's inspector inside this process: no port is opened, and nobody outside can attach. */
import { Session } from 'node:inspector';

export class InspectorSession {
  private readonly session = new Session();

  constructor() {
    this.session.connect();
  }

  /** Commands to the own thread are answered before `post` returns. */
  ask<T>(command: string, parameters: object = {}): T {
    let failure: Error | null = new Error(`${command} was not answered`);
    let answer: object | undefined;
    this.session.post(command, parameters, (error, result) => {
      failure = error;
      answer = result;
    });
    if (failure !== null) throw failure as Error;
    return answer as T;
  }

  /** `listener` runs while the command that causes the event is being carried out. */
  on<T>(event: string, listener: (parameters: T) => void): void {
    this.session.on(event, ({ params }: { readonly params: T }) => listener(params));
  }

  close(): void {
    this.session.disconnect();
  }
}
