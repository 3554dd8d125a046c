/** Captures: requests and their answers that a rule kept, the newest first; one of them whole. */
import type { JSX } from 'preact';
import type { CapturesAnswer } from '../../../shapes/index.js';
import { fileUrl } from '../../app/api.js';
import { location } from '../../app/router.js';
import { useResource } from '../../app/use-resource.js';
import { PageHeader } from '../../components/page-header.js';
import { ResourceState } from '../../components/resource-state.js';
import { TextFilter } from '../../components/text-filter.js';
import { formatPlural } from '../../format/count.js';
import { CaptureTable } from './capture-table.js';
import { CaptureView } from './capture-view.js';
import { captureText } from './capture-text.js';
import './captures.css';

/** Whatever is kept comes with a trace, if anything is sampled; the rest has to be asked for. */
const REFRESH_MS = 5_000;

export default function CapturesPage(): JSX.Element {
  const id = location.value.params.get('id');
  return id === null ? <Captures /> : <CaptureView id={id} />;
}

function Captures(): JSX.Element {
  const wanted = (location.value.params.get('q') ?? '').trim().toLowerCase();
  const resource = useResource<CapturesAnswer>('captures', {}, { on: ['traces'], refreshMs: REFRESH_MS });
  const { value } = resource;
  return (
    <div class="page-fill">
      <PageHeader
        title="Captures"
        note={value && `${formatPlural(value.captures.length, 'request')} in memory`}
        actions={
          <a class="button" href={fileUrl('capture-file', { format: 'har' })} download>
            Download all as HAR
          </a>
        }
      >
        <TextFilter label="Search captures" />
      </PageHeader>
      <ResourceState resource={resource}>
        {({ captures }) => (
          <CaptureTable
            captures={captures.filter((capture) => captureText(capture).includes(wanted))}
            isNarrowed={wanted !== ''}
          />
        )}
      </ResourceState>
    </div>
  );
}
