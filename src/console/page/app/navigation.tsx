/** The menu: pages in groups. One whose backend is off stays in it, in grey, and says which option turns it on. */
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { PageEntry, PageGroup } from '../../shapes/index.js';
import { menuId } from './pages.js';
import { Link, location } from './router.js';
import { session } from './session.js';
import './navigation.css';

const groups: readonly PageGroup[] = ['Look', 'Measure', 'Work', 'Application', 'More'];

export function Navigation({ onChoose }: { readonly onChoose?: () => void }): JSX.Element {
  const pages = session.value?.pages ?? [];
  return (
    <nav class="navigation" aria-label="Pages">
      {groups.map((group) => (
        <Group key={group} group={group} pages={pages.filter((page) => page.group === group)} onChoose={onChoose} />
      ))}
    </nav>
  );
}

interface GroupProps {
  readonly group: PageGroup;
  readonly pages: readonly PageEntry[];
  readonly onChoose: (() => void) | undefined;
}

function Group({ group, pages, onChoose }: GroupProps): JSX.Element | null {
  // The menu can be there twice: beside the page, and as a drawer.
  const id = useId();
  if (pages.length === 0) return null;
  return (
    <div class="navigation-group">
      <div class="navigation-title" id={id}>
        {group}
      </div>
      <ul aria-labelledby={id}>
        {pages.map((page) => (
          <li key={page.id}>
            <Item page={page} onChoose={onChoose} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Item({
  page,
  onChoose,
}: {
  readonly page: PageEntry;
  readonly onChoose: (() => void) | undefined;
}): JSX.Element {
  const isHere = menuId(location.value.page) === page.id;
  const hint = page.isOn ? page.description : `Off. Turn it on with ${page.enableWith ?? 'its option'}`;
  return (
    <Link
      page={page.id}
      class={page.isOn ? 'navigation-link' : 'navigation-link is-off'}
      title={hint}
      aria-current={isHere ? 'page' : undefined}
      onClick={onChoose}
    >
      {page.title}
      {page.isOn ? null : <span class="navigation-off">off</span>}
    </Link>
  );
}
