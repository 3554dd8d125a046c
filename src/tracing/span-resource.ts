/**
 * Who sends the spans, in the shape of OpenTelemetry's resources, so that one object serves our spans and those of the SDK. Everything
 * in it is known at once; the SDK's own package, which can wait for detectors, would be loaded for nothing.
 */
import type { Attributes, AttributeValue } from '@opentelemetry/api';

type RawAttribute = [name: string, value: AttributeValue | undefined];

export class SpanResource {
  readonly asyncAttributesPending = false;
  readonly schemaUrl = undefined;

  constructor(readonly attributes: Attributes) {}

  async waitForAsyncAttributes(): Promise<void> {}

  getRawAttributes(): RawAttribute[] {
    return Object.entries(this.attributes);
  }

  /** What the other says wins. */
  merge(other: { readonly attributes: Attributes } | null): SpanResource {
    return other === null ? this : new SpanResource({ ...this.attributes, ...other.attributes });
  }
}
