import type { Provider } from '@nestjs/common';
import type { ObservabilityPlugin } from 'nestjs-observability';

/** What an application has because one optional peer is installed. */
export interface PeerFeature {
  readonly providers?: readonly Provider[];
  readonly plugins?: readonly ObservabilityPlugin[];
}
