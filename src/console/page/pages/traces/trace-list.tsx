/** The traces as rows. New ones come in at the top; while one reads farther down, or aims at a row, they wait. */
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useAiming } from './use-aiming.js';
import type { TraceOrder, TracesAnswer } from '../../../shapes/index.js';
import { navigate, setParams } from '../../app/router.js';
import { DataTable } from '../../components/data-table.js';
import { formatPlural } from '../../format/count.js';
import { heldRows } from './held-rows.js';
import { NoTraces } from './no-traces.js';
import { traceColumns } from './trace-columns.js';
import type { TracesParams } from './traces-params.js';

interface TraceListProps {
  readonly answer: TracesAnswer;
  /** Whether it answers an earlier question. */
  readonly isStale: boolean;
  readonly params: TracesParams;
  /** So many rows were asked for. */
  readonly limit: number;
  readonly onMore: () => void;
}

const tableLabel = 'Traces';

export function TraceList({ answer, isStale, params, limit, onMore }: TraceListProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const [isReading, setReading] = useState(false);
  const question = isStale ? '' : JSON.stringify([params, limit]);
  const shown = useRef({ question, rows: answer.rows });
  const { isAiming, aim, release } = useAiming();
  const isHeld = (isReading || isAiming) && shown.current.question === question;
  const { rows, newCount } = isHeld ? heldRows(shown.current.rows, answer.rows) : { rows: answer.rows, newCount: 0 };
  shown.current = { question, rows };
  const longestMs = rows.reduce((most, { durationMs }) => Math.max(most, durationMs), 0);
  const scroller = (): HTMLElement | null => frame.current?.querySelector(`[data-scroll="${tableLabel}"]`) ?? null;
  const showNew = (): void => {
    setReading(false);
    release();
    scroller()?.scrollTo({ top: 0 });
  };
  return (
    <div
      ref={frame}
      class="traces-list"
      onScrollCapture={() => setReading((scroller()?.scrollTop ?? 0) > 0)}
      onPointerMove={aim}
      onPointerLeave={release}
    >
      <div class="traces-tools">
        <Order order={params.sort} />
        {newCount === 0 ? null : (
          <button type="button" class="button button-main" onClick={showNew}>
            {formatPlural(newCount, 'new trace')}
          </button>
        )}
      </div>
      <DataTable
        label={tableLabel}
        rows={rows}
        columns={traceColumns(longestMs)}
        rowKey={({ traceId }) => traceId}
        onOpen={({ traceId }) => navigate('trace', { id: traceId })}
        onMore={() => answer.hasMore && onMore()}
        rowClass={({ status }) => (status === 'error' ? 'is-error' : undefined)}
        emptyText={<NoTraces params={params} />}
      />
    </div>
  );
}

const orders: Readonly<Record<TraceOrder, string>> = {
  newest: 'Newest',
  slowest: 'Slowest',
  spans: 'Most spans',
  errors: 'Most errors',
};

/** On the server, over all that fit: a page has only the first of them. */
function Order({ order }: { readonly order: TraceOrder }): JSX.Element {
  return (
    <div class="traces-order" role="group" aria-label="First come the">
      {Object.entries(orders).map(([id, title]) => (
        <button
          key={id}
          type="button"
          class="button"
          aria-pressed={id === order}
          onClick={() => setParams({ sort: id === 'newest' ? null : id })}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
