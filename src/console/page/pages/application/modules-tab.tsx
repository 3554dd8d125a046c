/** Modules, and what each brings. */
import type { JSX } from 'preact';
import { Badge } from '../../components/badge.js';
import { FactTable, type FactColumn } from '../../components/fact-table.js';
import type { ApplicationAnswer } from '../../../shapes/index.js';
import { NameList } from './name-list.js';
import { SearchField, searched } from './search-field.js';
import { matches } from './search.js';

type Module = ApplicationAnswer['modules'][number];

export function ModulesTab({ modules }: Pick<ApplicationAnswer, 'modules'>): JSX.Element {
  const shown = modules.filter(({ name, controllers, providers }) =>
    matches(searched(), name, ...controllers, ...providers),
  );
  return (
    <>
      <SearchField label="Search modules and their classes" count={shown.length} total={modules.length} />
      <FactTable
        label="Modules"
        rows={shown}
        columns={columns}
        rowKey={({ name }, index) => `${name} ${index}`}
        emptyText="No module fits: search for less."
      />
    </>
  );
}

const columns: readonly FactColumn<Module>[] = [
  {
    title: 'Module',
    render: ({ name, isGlobal }) => (
      <>
        <span class="mono">{name}</span> {isGlobal ? <Badge>global</Badge> : null}
      </>
    ),
  },
  { title: 'Imports', render: ({ imports }) => <NameList names={imports} /> },
  { title: 'Controllers', render: ({ controllers }) => <NameList names={controllers} /> },
  { title: 'Providers', render: ({ providers }) => <NameList names={providers} /> },
];
