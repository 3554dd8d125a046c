import { sentry } from 'nestjs-observability/sentry';
import type { PeerFeature } from './peer-feature.js';

/** Nobody listens at the discard port, and nothing is sent: the SDK starts and stops. */
export const feature: PeerFeature = { plugins: [sentry({ dsn: 'http://key@127.0.0.1:9/1' })] };
