/** One kept request and its answer, side by side, and the ways to take it along. */
import type { JSX } from 'preact';
import type { CaptureAnswer, CaptureDetail } from '../../../shapes/index.js';
import { fileUrl } from '../../app/api.js';
import { Link } from '../../app/router.js';
import { useResource } from '../../app/use-resource.js';
import { CopyButton } from '../../components/copy-button.js';
import { Duration } from '../../components/duration.js';
import { PageHeader } from '../../components/page-header.js';
import { ResourceState } from '../../components/resource-state.js';
import { Stat } from '../../components/stat.js';
import { TimeAgo } from '../../components/time-ago.js';
import { pathOf } from './capture-text.js';
import { HttpStatus } from './http-status.js';
import { Message } from './message.js';

export function CaptureView({ id }: { readonly id: string }): JSX.Element {
  const resource = useResource<CaptureAnswer>('capture', { id });
  const { value } = resource;
  return (
    <div class="page">
      <PageHeader
        title={value === undefined ? 'Capture' : <Title capture={value.capture} />}
        note={<Link page="captures">All captures</Link>}
        actions={value && <Actions answer={value} />}
      />
      <ResourceState resource={resource}>{({ capture }) => <Details capture={capture} />}</ResourceState>
    </div>
  );
}

function Title({ capture: { method, url } }: { readonly capture: CaptureDetail }): JSX.Element {
  return (
    <>
      {method} <span class="captures-path mono">{pathOf(url)}</span>
    </>
  );
}

function Actions({ answer: { capture, curl } }: { readonly answer: CaptureAnswer }): JSX.Element {
  const { id, traceId } = capture;
  return (
    <>
      {traceId === null ? null : (
        <Link class="button" page="trace" params={{ id: traceId }}>
          Open trace
        </Link>
      )}
      {curl === null ? null : (
        <CopyButton text={curl} title="Copy a command line that sends it again">
          Copy as curl
        </CopyButton>
      )}
      <a class="button" href={fileUrl('capture-file', { id, format: 'har' })} download>
        Download HAR
      </a>
    </>
  );
}

function Details({ capture }: { readonly capture: CaptureDetail }): JSX.Element {
  const { error, request, response } = capture;
  return (
    <div class="captures-view">
      <Figures capture={capture} />
      {error === null ? null : (
        <p class="captures-error">
          <Link page="errors" params={{ fingerprint: error.fingerprint }}>
            {error.type}
          </Link>{' '}
          <span class="mono">{error.message}</span>
        </p>
      )}
      <div class="captures-columns">
        <Message title="Request" message={request} />
        <Message title="Response" message={response} />
      </div>
    </div>
  );
}

function Figures({ capture }: { readonly capture: CaptureDetail }): JSX.Element {
  const { status, durationMs, startedAtMs, reason, route, requestId, httpVersion } = capture;
  return (
    <div class="captures-figures">
      <Stat label="Status" value={<HttpStatus status={status} />} hint={`HTTP ${httpVersion}`} />
      <Stat label="Duration" value={<Duration ms={durationMs} />} />
      <Stat label="When" value={<TimeAgo timeMs={startedAtMs} />} />
      <Stat label="Kept as" value={reason} />
      <Stat
        label="Route"
        value={<span class="captures-route mono">{route ?? 'none'}</span>}
        hint={requestId === null ? undefined : `request ${requestId}`}
      />
    </div>
  );
}
