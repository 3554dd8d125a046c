/** What one process measures: every contender of its set-up, and in each place a wrapper that does nothing. */
import { callLoop, type CallLoop } from './call-loop.js';
import {
  decoratedInstance,
  type AnyMethod,
  type Decorate,
  type DecoratedInstance,
  type Form,
} from './decorated-class.js';
import type { CallsMade, Contender, Place, SetUp } from './set-ups/set-up.js';

/** One decorated class, called in its place. */
export class Subject {
  private readonly decorated: DecoratedInstance;
  private readonly loop: CallLoop;
  private readonly place: Place;
  private calls = 0;

  constructor(
    private readonly setUp: SetUp,
    readonly contender: Contender,
    readonly form: Form,
  ) {
    const { decorators, instrument, place } = contender;
    this.decorated = decoratedInstance(form, { className: this.className, decorators, instrument });
    this.loop = callLoop(form, this.decorated);
    this.place = setUp.places[place]!;
  }

  get name(): string {
    return this.contender.name;
  }

  get isNothing(): boolean {
    return this.name === NOTHING;
  }

  get made(): CallsMade {
    const { contender, className, decorated, calls } = this;
    return { contender, className, decorated, calls };
  }

  async call(count: number): Promise<void> {
    await this.place(() => this.loop(count));
    this.calls += count;
  }

  /** Resolves when everything that these calls have set going is over. */
  async settled(count: number): Promise<void> {
    await this.setUp.settled?.(this.contender, count);
  }

  private get className(): string {
    const { name, place } = this.contender;
    return `${name}_${place}_${this.form}`.replaceAll('-', '_');
  }
}

const NOTHING = 'nothing';

/** Measured beside the wrapper that does nothing in the same place. */
export interface Rivals {
  readonly subject: Subject;
  readonly nothing: Subject;
}

export function rivalsOf(setUp: SetUp, form: Form): Rivals[] {
  const nothings = new Map(
    Object.keys(setUp.places).map((place) => [place, new Subject(setUp, doing(nothing, place), form)]),
  );
  return setUp.contenders.map((contender) => ({
    subject: new Subject(setUp, contender, form),
    nothing: nothings.get(contender.place)!,
  }));
}

/** Each once; several contenders share a wrapper that does nothing. */
export function subjectsOf(rivals: readonly Rivals[]): Subject[] {
  return [...new Set(rivals.flatMap(({ subject, nothing }) => [nothing, subject]))];
}

function doing(decorator: Decorate, place: string): Contender {
  return { name: NOTHING, decorators: [decorator], place };
}

/** Only calls through. */
const nothing: Decorate = (_target, _key, descriptor) => {
  const original = descriptor.value as AnyMethod;
  descriptor.value = function (this: unknown) {
    return Reflect.apply(original, this, arguments);
  };
};
