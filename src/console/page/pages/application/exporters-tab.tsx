/** How telemetry leaves the process, and what had to be given up. */
import type { JSX } from 'preact';
import { FactTable, type FactColumn } from '../../components/fact-table.js';
import { Panel } from '../../components/panel.js';
import { TimeAgo } from '../../components/time-ago.js';
import { formatCount } from '../../format/count.js';
import type { ApplicationAnswer } from '../../../shapes/index.js';

type Exporter = ApplicationAnswer['exporters'][number];
type Drop = ApplicationAnswer['drops'][number];

export function ExportersTab({ exporters, drops }: Pick<ApplicationAnswer, 'exporters' | 'drops'>): JSX.Element {
  return (
    <div class="application-parts">
      <FactTable
        label="Exporters"
        rows={exporters}
        columns={exporterColumns}
        rowKey={({ signal }) => signal}
        emptyText="Nothing leaves this process: no exporter is on. One way out is traces.exporter: 'otlp'."
      />
      <Panel title="Given up" note="since the start">
        <FactTable
          label="Given up"
          rows={drops}
          columns={dropColumns}
          rowKey={({ signal, reason }) => `${signal} ${reason}`}
          emptyText="Nothing: all of it was kept or sent."
        />
      </Panel>
    </div>
  );
}

const exporterColumns: readonly FactColumn<Exporter>[] = [
  { title: 'Signal', render: ({ signal }) => signal },
  { title: 'Last success', render: ({ lastSuccess }) => <LastSuccess at={lastSuccess} /> },
  { title: 'In the queue', align: 'right', render: ({ queued }) => formatCount(queued) },
  { title: 'Sent', align: 'right', render: ({ exported }) => formatCount(exported) },
];

function LastSuccess({ at }: { readonly at: string | null }): JSX.Element {
  return at === null || Date.parse(at) === 0 ? (
    <span class="quiet">none yet</span>
  ) : (
    <TimeAgo timeMs={Date.parse(at)} />
  );
}

const dropColumns: readonly FactColumn<Drop>[] = [
  { title: 'Signal', render: ({ signal }) => signal },
  { title: 'Reason', render: ({ reason }) => reason },
  { title: 'Count', align: 'right', render: ({ count }) => formatCount(count) },
];
