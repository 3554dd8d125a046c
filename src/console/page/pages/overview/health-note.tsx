/** How the application is, in a word, with what is wrong behind it. */
import type { JSX } from 'preact';
import type { OverviewAnswer } from '../../../shapes/index.js';
import { Link } from '../../app/router.js';
import { StatusMark } from '../../components/status-mark.js';

const words: Readonly<Record<OverviewAnswer['health']['status'], string>> = {
  ok: 'all checks up',
  degraded: 'degraded',
  down: 'down',
  starting: 'starting',
  draining: 'draining',
};

export function HealthNote({ health: { status, failing } }: Pick<OverviewAnswer, 'health'>): JSX.Element {
  return (
    <Link page="health" class="overview-health">
      <StatusMark status={status} /> {words[status]}
      {failing.length === 0 ? null : `: ${failing.join(', ')}`}
    </Link>
  );
}
