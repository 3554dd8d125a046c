import { bullmq } from 'nestjs-observability/bullmq';
import type { PeerFeature } from './peer-feature.js';

export const feature: PeerFeature = { plugins: [bullmq()] };
