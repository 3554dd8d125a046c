/** What stands where a page would: no entry, no such page, switched off, no answer. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { PageEntry } from '../../shapes/index.js';
import { CodeBlock } from '../components/code-block.js';
import { EmptyState } from '../components/empty-state.js';
import { PageHeader } from '../components/page-header.js';
import { ApiError, postJson } from './api.js';
import { Link, location } from './router.js';
import { hadLink, renewSession } from './session.js';

/** Whoever has no session yet, or asks from where nobody may. */
export function Refused({ error }: { readonly error: ApiError }): JSX.Element {
  if (error.status === 401) return <WithoutSession error={error} />;
  return (
    <EmptyState isPage title="The console is not open to this browser">
      <p>{sentence(error.fact)}</p>
      <p>{sentence(error.fix)}</p>
      <TryAgain />
    </EmptyState>
  );
}

function WithoutSession({ error }: { readonly error: ApiError }): JSX.Element {
  const title = hadLink.value ? 'This link has been used, or is too old' : 'This browser has no session yet';
  return (
    <EmptyState isPage title={title}>
      <p>A link opens the console once. {sentence(error.fix)}</p>
      <AskForLink />
      <TryAgain />
    </EmptyState>
  );
}

export function NoAnswer({ error }: { readonly error: ApiError }): JSX.Element {
  return (
    <EmptyState isPage title={`No answer: ${error.fact}`}>
      <p>{sentence(error.fix)}</p>
      <TryAgain />
    </EmptyState>
  );
}

export function NoSuchPage(): JSX.Element {
  return (
    <EmptyState isPage title={`There is no page “${location.value.page}”`}>
      <p>
        It may belong to a plugin that is not in use. <Link page="overview">Go to the overview</Link>
      </p>
    </EmptyState>
  );
}

export function PageOff({ entry }: { readonly entry: PageEntry }): JSX.Element {
  return (
    <div class="page">
      <PageHeader title={entry.title} />
      <EmptyState title="This page is switched off">
        <p>{entry.description}</p>
        {entry.enableWith === null ? null : (
          <>
            <p>Turn it on with this option of ObservabilityModule.forRoot():</p>
            <CodeBlock label="The option that turns it on" text={entry.enableWith} />
          </>
        )}
      </EmptyState>
    </div>
  );
}

/** A page's script did not come: the application may have been updated while the page was open. */
export function NotLoaded(): JSX.Element {
  return (
    <EmptyState isPage title="This page could not be loaded">
      <p>The application may be down, or have been updated since this tab was opened.</p>
      <button type="button" class="button" onClick={() => window.location.reload()}>
        Load anew
      </button>
    </EmptyState>
  );
}

/** Who can read the application's log may look. */
function AskForLink(): JSX.Element {
  const [answer, setAnswer] = useState<string | undefined>(undefined);
  const ask = (): void => {
    postJson('link', {}).then(
      () => setAnswer('A new link stands in the application’s log. Open it in this browser.'),
      (error: unknown) =>
        setAnswer(error instanceof ApiError ? `${sentence(error.fact)} ${sentence(error.fix)}` : String(error)),
    );
  };
  return (
    <>
      <button type="button" class="button button-main" onClick={ask}>
        Print a new link in the application’s log
      </button>
      <p role="status">{answer}</p>
    </>
  );
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function TryAgain(): JSX.Element {
  return (
    <button type="button" class="button" onClick={() => void renewSession()}>
      Try again
    </button>
  );
}
