/** Ours with `enabled: false`: what remains of three decorators. */
import { Counted, MetricsService, Timed, Traced } from 'nestjs-observability';
import { ownApplication } from './own-application.js';
import { outside, type SetUp } from './set-up.js';

export async function setUpDisabled(): Promise<SetUp> {
  const app = await ownApplication({ enabled: false });
  return {
    places: { outside },
    contenders: [{ name: 'disabled', decorators: [Traced(), Timed(), Counted()], place: 'outside' }],
    async prove() {
      const recorded = app.get(MetricsService).snapshot().length;
      if (recorded > 0) throw new Error(`switched off, yet ${recorded} metrics are there`);
      return 'nothing recorded';
    },
    close: () => app.close(),
  };
}
