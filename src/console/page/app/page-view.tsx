/** The page that the address names, or what there is to say instead. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PageEntry } from '../../shapes/index.js';
import { refusal } from './api.js';
import { ErrorBoundary } from './error-boundary.js';
import { NoAnswer, NoSuchPage, NotLoaded, PageOff, Refused } from './notices.js';
import { entryOf, loadPage, type PageComponent } from './pages.js';
import { location } from './router.js';
import { session, sessionFault } from './session.js';

export function PageView(): JSX.Element | null {
  const { page } = location.value;
  if (refusal.value !== undefined) return <Refused error={refusal.value} />;
  if (session.value === undefined)
    return sessionFault.value === undefined ? null : <NoAnswer error={sessionFault.value} />;
  const entry = entryOf(session.value, page);
  if (entry === undefined) return <NoSuchPage />;
  if (!entry.isOn) return <PageOff entry={entry} />;
  return (
    <ErrorBoundary key={page}>
      <LazyPage key={page} page={page} entry={entry} />
    </ErrorBoundary>
  );
}

type Loading = { readonly page?: PageComponent; readonly hasFailed: boolean };

function LazyPage({ page, entry }: { readonly page: string; readonly entry: PageEntry }): JSX.Element | null {
  const [{ page: Page, hasFailed }, setLoading] = useState<Loading>({ hasFailed: false });
  useEffect(() => {
    loadPage(page, entry).then(
      (loaded) => setLoading({ page: loaded, hasFailed: false }),
      () => setLoading({ hasFailed: true }),
    );
  }, [page]);
  if (hasFailed) return <NotLoaded />;
  return Page === undefined ? null : <Page />;
}
