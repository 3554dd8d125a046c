/** A profile under way: it ends by itself after its time, or earlier when it is told to, and only once. */
import type { Profile, RunningProfile } from './profile.js';

export class ProfileRun<T extends Profile = Profile> {
  /** The finished profile; rejects where it could not be made. */
  readonly done: Promise<T>;
  private readonly timer: NodeJS.Timeout;
  private end!: () => void;

  constructor(
    readonly facts: RunningProfile,
    durationMs: number,
    finish: () => Promise<T>,
  ) {
    const isOver = new Promise<void>((resolve) => (this.end = resolve));
    this.done = isOver.then(finish);
    // Whoever does not wait for it is told by diagnostics.
    this.done.catch(() => undefined);
    this.timer = setTimeout(this.end, durationMs).unref();
  }

  stop(): Promise<T> {
    clearTimeout(this.timer);
    this.end();
    return this.done;
  }
}
