/** A page of the application's own, or of a plugin's: the sections that it gave, in the order in which it gave them. */
import type { JSX } from 'preact';
import { location } from '../../app/router.js';
import { session } from '../../app/session.js';
import { useResource } from '../../app/use-resource.js';
import { EmptyState } from '../../components/empty-state.js';
import { PageHeader } from '../../components/page-header.js';
import { ResourceState } from '../../components/resource-state.js';
import type { PageAnswer, PageSection } from '../../../shapes/index.js';
import { SectionView } from './section-view.js';
import './custom.css';

/** Such a page has no way to say that something has changed. */
const refreshMs = 5_000;

export default function CustomPage(): JSX.Element {
  const { page, params } = location.value;
  const query = new URLSearchParams([['id', page], ...[...params].filter(([name]) => name !== 'id')]);
  const resource = useResource<PageAnswer>('page', query, { refreshMs });
  const entry = session.value?.pages.find(({ id }) => id === page);
  return (
    <div class="page">
      <PageHeader title={entry?.title ?? page} note={entry?.description} />
      <ResourceState resource={resource}>{({ sections }) => <Sections sections={sections} />}</ResourceState>
    </div>
  );
}

function Sections({ sections }: Pick<PageAnswer, 'sections'>): JSX.Element {
  if (sections.length === 0)
    return (
      <EmptyState title="This page shows nothing">
        <p>
          Its <code>sections()</code> gave an empty list.
        </p>
      </EmptyState>
    );
  return <div class="custom-page">{sections.map(sectionAt)}</div>;
}

function sectionAt(section: PageSection, at: number): JSX.Element {
  return <SectionView key={at} section={section} />;
}
