import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectMetric, makeCounterProvider } from '@willsoto/nestjs-prometheus';
import { Counter } from 'prom-client';
import type { PeerFeature } from './peer-feature.js';

@Injectable()
class Visits implements OnModuleInit {
  constructor(@InjectMetric('visits_total') private readonly visits: Counter) {}

  onModuleInit(): void {
    this.visits.inc();
  }
}

export const feature: PeerFeature = {
  providers: [makeCounterProvider({ name: 'visits_total', help: 'Counted by its own package.' }), Visits],
};
