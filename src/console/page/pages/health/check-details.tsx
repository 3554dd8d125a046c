/** One check: what it said last, its figures, and when it changed. */
import type { JSX } from 'preact';
import { setParams } from '../../app/router.js';
import { Drawer } from '../../components/drawer.js';
import { Duration } from '../../components/duration.js';
import { KeyValues } from '../../components/key-values.js';
import { Panel } from '../../components/panel.js';
import { StatusMark } from '../../components/status-mark.js';
import { TimeAgo } from '../../components/time-ago.js';
import { Tree } from '../../components/tree.js';
import type { TreeItem } from '../../components/tree-items.js';
import { formatDateTime } from '../../format/time.js';
import type { CheckRow } from '../../../shapes/index.js';

export function CheckDetails({ check }: { readonly check: CheckRow }): JSX.Element {
  return (
    <Drawer title={check.name} onClose={() => setParams({ check: null })}>
      <KeyValues entries={factsOf(check)} />
      <Details details={check.details} />
      <Changes check={check} />
    </Drawer>
  );
}

function factsOf({ state, kind, isCritical, lastCheckedMs, durationMs, message }: CheckRow) {
  const facts: [string, JSX.Element | string][] = [
    ['State', <StateWord key="state" state={state} />],
    ['Asked by', kind === 'startup' ? 'startup, until it was well once' : 'readiness, at every probe'],
    ['When it fails', isCritical ? 'the process is not ready' : 'readiness is degraded, traffic keeps coming'],
    ['Last run', lastCheckedMs === null ? 'not yet' : <TimeAgo key="run" timeMs={lastCheckedMs} />],
    ['It took', <Duration key="took" ms={durationMs} />],
  ];
  return message === null ? facts : [...facts, ['It said', message] as [string, string]];
}

function StateWord({ state }: Pick<CheckRow, 'state'>): JSX.Element {
  return (
    <>
      <StatusMark status={state} /> {state}
    </>
  );
}

function Details({ details }: Pick<CheckRow, 'details'>): JSX.Element | null {
  const entries = Object.entries(details);
  if (entries.length === 0) return null;
  const isFlat = entries.every(([, value]) => !isParent(value));
  return (
    <Panel title="Details">
      {isFlat ? (
        <KeyValues entries={entries.map(([name, value]) => [name, String(value)] as const)} />
      ) : (
        <Tree label="Details of the check" items={entries.map(([name, value]) => treeItem(name, value, name))} />
      )}
    </Panel>
  );
}

function treeItem(name: string, value: unknown, id: string): TreeItem {
  if (!isParent(value)) return { id, title: `${name}: ${String(value)}` };
  const items = Object.entries(value).map(([key, child]) => treeItem(key, child, `${id}/${key}`));
  return { id, title: name, items };
}

function isParent(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function Changes({ check: { changes } }: { readonly check: CheckRow }): JSX.Element {
  return (
    <Panel title="Changes" note={changes.length === 0 ? 'none since the start' : 'the newest first'}>
      <ol class="health-changes">
        {changes.toReversed().map(({ atMs, from, state }) => (
          <li key={atMs}>
            <span class="number quiet">{formatDateTime(atMs)}</span>
            <span>
              <StateWord state={from} /> → <StateWord state={state} />
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
