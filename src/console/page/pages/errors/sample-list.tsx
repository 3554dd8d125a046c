/** The newest failures of a group, each with the way to its trace as long as that is in memory. */
import type { JSX } from 'preact';
import type { ErrorAnswer } from '../../../shapes/index.js';
import { Link } from '../../app/router.js';
import { TimeAgo } from '../../components/time-ago.js';

type Sample = ErrorAnswer['samples'][number];

export function SampleList({ samples }: Pick<ErrorAnswer, 'samples'>): JSX.Element {
  return (
    <ol class="errors-samples">
      {samples.map((sample, index) => (
        <li key={`${sample.timeMs} ${index}`}>
          <SampleView sample={sample} />
        </li>
      ))}
    </ol>
  );
}

function SampleView({
  sample: { timeMs, operation, message, traceId, requestId },
}: {
  readonly sample: Sample;
}): JSX.Element {
  return (
    <>
      <p class="errors-sample-head">
        <TimeAgo timeMs={timeMs} /> <span class="cut">{operation}</span>
        <span class="errors-sample-links">
          {traceId === null ? null : (
            <Link page="trace" params={{ id: traceId }}>
              Trace
            </Link>
          )}
          {requestId === null ? null : (
            <Link page="logs" params={{ q: `request:${requestId}` }}>
              Lines
            </Link>
          )}
        </span>
      </p>
      <p class="quiet errors-sample-message">{message}</p>
    </>
  );
}
