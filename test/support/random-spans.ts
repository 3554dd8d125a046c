/** Spans of every shape that OTLP can say and of some that it cannot, the same ones for the same seed. */
import type { OtlpResource, OtlpScope, OtlpSpan } from '../../src/exporters/otlp-span.js';

export class RandomSpans {
  private readonly resources: readonly OtlpResource[];
  private readonly scopes: readonly OtlpScope[];

  constructor(private seed: number) {
    this.resources = [
      { attributes: {} },
      { attributes: this.attributes() as never, schemaUrl: 'https://example.com/1' },
    ];
    this.scopes = [
      { name: 'one' },
      { name: '', version: '' },
      { name: 'größer', version: '1.2.3', schemaUrl: 'https://example.com/2' },
      { name: 'rich', attributes: this.attributes() as never, droppedAttributesCount: 200 },
    ];
  }

  take(count: number): OtlpSpan[] {
    return Array.from({ length: count }, () => this.span());
  }

  private span(): OtlpSpan {
    const context = this.context();
    return {
      name: this.text(),
      kind: this.below(5),
      spanContext: () => context,
      parentSpanContext: this.pick([undefined, this.context(), this.context(), { ...this.context(), spanId: '' }]),
      startTime: this.time(),
      endTime: this.time(),
      duration: [0, 0],
      status: { code: this.below(3), ...this.maybe({ message: this.text() }) },
      attributes: this.attributes() as never,
      events: this.list(() => ({
        name: this.text(),
        time: this.time(),
        ...this.maybe({ attributes: this.attributes() as never, droppedAttributesCount: this.count() }),
      })),
      links: this.list(() => ({
        context: this.context(),
        ...this.maybe({ attributes: this.attributes() as never, droppedAttributesCount: this.count() }),
      })),
      resource: this.pick(this.resources),
      instrumentationScope: this.pick(this.scopes),
      droppedAttributesCount: this.count(),
      droppedEventsCount: this.count(),
      droppedLinksCount: this.count(),
      ended: true,
    } as OtlpSpan;
  }

  private context() {
    return {
      traceId: this.hex(32),
      spanId: this.hex(16),
      traceFlags: this.pick([0, 1, 3, 0x4ff]),
      isRemote: this.pick([undefined, true, false]),
      traceState: this.pick([undefined, { serialize: () => 'vendor=1,other=ä' }, { serialize: () => '' }]) as never,
    };
  }

  private attributes(depth = 0): Record<string, unknown> {
    const inherited = Object.create({ inherited: 'not an attribute' }) as Record<string, unknown>;
    for (let index = this.below(depth === 0 ? 12 : 3); index > 0; index--) inherited[this.name()] = this.value(depth);
    return inherited;
  }

  private name(): string {
    return this.pick(['http.route', 'k', '', '7', 'ключ', `made.up.${this.below(5000)}`, 'x'.repeat(this.below(200))]);
  }

  private value(depth: number): unknown {
    const kinds = [() => this.text(), () => this.text(), () => this.number(), () => this.oddity()];
    const nested = [() => this.list(() => this.value(depth + 1)), () => this.attributes(depth + 1)];
    return this.pick(depth < 2 ? [...kinds, ...nested] : kinds)();
  }

  private text(): string {
    // Around the lengths at which an encoder may change its ways: native writing, one byte of length, two, three.
    const long = () => this.pick([5_400, 16_383, 16_384, 40_000]);
    const length = this.below(100) === 0 ? long() : this.pick([0, 1, 12, 31, 32, 33, 60, 100, 120, 127, 128, 129]);
    const piece = this.pick(['a', 'a', 'a', 'é', '€', '😀', '\u0000', '\ud83d', '\ude00', 'a\ud83db']);
    const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
    return this.below(4) === 0 ? `plain ${text}` : text;
  }

  private number(): number {
    const edges = [
      0,
      1,
      127,
      128,
      2 ** 28,
      2 ** 31,
      2 ** 32,
      2 ** 35,
      2 ** 53,
      2 ** 56,
      2 ** 62,
      2 ** 63,
      2 ** 64,
      1e300,
    ];
    const edge = this.pick(edges) + this.pick([-1, 0, 1, 0.5]);
    const specials = [Number.NaN, Infinity, -Infinity, -0, 5e-324, Number.MAX_SAFE_INTEGER, -(2 ** 63)];
    return this.pick([edge, -edge, this.random(), this.below(1000), this.pick(specials)]);
  }

  private oddity(): unknown {
    const bytes = Uint8Array.from({ length: this.below(300) }, () => this.below(256));
    return this.pick([
      true,
      false,
      null,
      undefined,
      bytes,
      Buffer.from(bytes),
      [],
      {},
      Object.assign([], { 1: 'after a hole' }),
      12n,
      () => 1,
      new Date(0),
    ]);
  }

  private time(): [number, number] {
    const seconds = this.pick([0, 1, 65_535, 65_536, 1_795_000_000, 2 ** 31, 2 ** 32 + 1, 18_446_744_072]);
    return [seconds, this.pick([0, 1, 999_999_999, this.below(1e9)])];
  }

  private count(): number {
    return this.pick([0, 0, 1, 127, 128, 70_000]);
  }

  private hex(digits: number): string {
    return Array.from({ length: digits }, () => this.below(16).toString(16)).join('');
  }

  private list<T>(make: () => T): T[] {
    return Array.from({ length: this.pick([0, 0, 1, 3]) }, make);
  }

  private maybe<T extends object>(fields: T): Partial<T> {
    return this.below(2) === 0 ? {} : fields;
  }

  private pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  private below(end: number): number {
    return Math.floor(this.random() * end);
  }

  /** Mulberry32. */
  private random(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}
