/** The charts come after the figures: their library is larger than all the rest of the page. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { OverviewAnswer } from '../../../shapes/index.js';
import type { HistoryCharts } from './history.js';

type Props = Pick<OverviewAnswer, 'history'>;

export function LazyHistory({ history }: Props): JSX.Element {
  const [Loaded, setLoaded] = useState<typeof HistoryCharts | undefined>(undefined);
  useEffect(() => {
    import('./history.js').then(
      (module) => setLoaded(() => module.HistoryCharts),
      // Without charts the figures still tell how it goes.
      () => undefined,
    );
  }, []);
  return Loaded === undefined ? <div class="overview-charts-wait" /> : <Loaded history={history} />;
}
