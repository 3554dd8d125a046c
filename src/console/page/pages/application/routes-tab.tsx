/** Every route, the handler that answers it, and what stands before and behind that. */
import type { JSX } from 'preact';
import { Link } from '../../app/router.js';
import { FactTable, type FactColumn } from '../../components/fact-table.js';
import type { ApplicationAnswer } from '../../../shapes/index.js';
import { NameList, type NamedRole } from './name-list.js';
import { SearchField, searched } from './search-field.js';
import { matches } from './search.js';

type Route = ApplicationAnswer['routes'][number];

export function RoutesTab({ routes }: Pick<ApplicationAnswer, 'routes'>): JSX.Element {
  const shown = routes.filter((route) => isSearched(route));
  return (
    <>
      <SearchField label="Search routes, handlers, guards" count={shown.length} total={routes.length} />
      <FactTable
        label="Routes"
        rows={shown}
        columns={columns}
        rowKey={({ method, path, versions }) => `${method} ${path} ${versions.join()}`}
        emptyText={routes.length === 0 ? 'The application has no routes.' : 'No route fits: search for less.'}
      />
    </>
  );
}

function isSearched({ method, path, handler, guards, interceptors, pipes, filters }: Route): boolean {
  return matches(searched(), method, path, handler, ...guards, ...interceptors, ...pipes, ...filters);
}

const columns: readonly FactColumn<Route>[] = [
  { title: 'Route', render: (route) => <RouteName route={route} /> },
  { title: 'Handler', render: ({ handler }) => (handler === null ? null : <HandlerName name={handler} />) },
  { title: 'Around it', render: (route) => <NameList names={enhancersOf(route)} /> },
];

/** In the order in which a request meets them. */
function enhancersOf({ guards, interceptors, pipes, filters }: Route): NamedRole[] {
  return [
    ...inRole('guard', guards),
    ...inRole('interceptor', interceptors),
    ...inRole('pipe', pipes),
    ...inRole('filter', filters),
  ];
}

function inRole(role: string, names: readonly string[]): NamedRole[] {
  return names.map((name) => ({ role, name }));
}

/** A long one breaks between class and method. */
function HandlerName({ name }: { readonly name: string }): JSX.Element {
  const [className = '', ...method] = name.split('.');
  return (
    <span class="mono">
      {className}
      <wbr />.{method.join('.')}
    </span>
  );
}

function RouteName({ route: { method, path, versions } }: { readonly route: Route }): JSX.Element {
  const query = `route:${JSON.stringify(path)}${method === 'ALL' ? '' : ` method:${method}`}`;
  return (
    <span class="application-route mono">
      <span class="quiet">{method}</span>
      <Link page="traces" params={{ q: query }} title="Its traces">
        {path}
      </Link>
      {versions.length === 0 ? null : <span class="quiet">{versions.map((version) => `v${version}`).join(', ')}</span>}
    </span>
  );
}
