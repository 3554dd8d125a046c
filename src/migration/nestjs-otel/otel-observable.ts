/** An instrument whose values are asked for when metrics are read, within `metrics.collectTimeoutMs`. */
import type { Attributes, Observable, ObservableCallback } from '@opentelemetry/api';
import type { OtelFamily } from './otel-family.js';

export class OtelObservable implements Observable {
  private readonly undo = new Map<ObservableCallback, () => void>();

  constructor(private readonly family: OtelFamily<'counter' | 'gauge'>) {}

  addCallback(callback: ObservableCallback): void {
    if (this.undo.has(callback)) return;
    const observe = (value: number, attributes?: Attributes): void => this.show(value, attributes);
    this.undo.set(
      callback,
      this.family.family.onCollect(() => callback({ observe })),
    );
  }

  removeCallback(callback: ObservableCallback): void {
    this.undo.get(callback)?.();
    this.undo.delete(callback);
  }

  private show(value: number, attributes: Attributes | undefined): void {
    if (Number.isFinite(value)) this.family.cell(attributes).value = value;
    else this.family.family.refuse(value);
  }
}
