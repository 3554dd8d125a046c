import type { Provider } from '@nestjs/common';

/** A part with an outside package of its own, brought in from a subpath such as `nestjs-observability/sentry`. */
export interface ObservabilityPlugin {
  readonly name: string;
  readonly providers: readonly Provider[];
}
