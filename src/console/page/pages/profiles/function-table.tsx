/** The functions of a profile by what they took: the flame graph in words and figures. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { setParams } from '../../app/router.js';
import { Bar } from '../../components/bar.js';
import { PlainTable } from '../../components/plain-table.js';
import { formatCount } from '../../format/count.js';
import type { HotFrame } from './hot-frames.js';
import type { ProfileModel } from './profile-model.js';
import type { ViewProps } from './profile-view.js';

const MAX_ROWS = 200;

export function FunctionTable({ model, found, frame, onFrame }: ViewProps): JSX.Element {
  const choose = (one: number): void => {
    onFrame(one);
    setParams({ view: 'sandwich' });
  };
  return <FunctionRows model={model} found={found} chosen={frame} onChoose={choose} maxRows={MAX_ROWS} isWide />;
}

export interface FunctionRowsProps {
  readonly model: ProfileModel;
  readonly found: ReadonlySet<number> | undefined;
  readonly chosen: number | undefined;
  readonly maxRows: number;
  /** With where each function is. */
  readonly isWide?: boolean;
  onChoose(frame: number): void;
}

type Order = 'self' | 'total';

export function FunctionRows({
  model,
  found,
  chosen,
  maxRows,
  isWide = false,
  onChoose,
}: FunctionRowsProps): JSX.Element {
  const [order, setOrder] = useState<Order>('self');
  const meant = found === undefined ? model.hot : model.hot.filter(({ frame }) => found.has(frame));
  const rows = meant.toSorted((left, right) => right[order] - left[order]).slice(0, maxRows);
  return (
    <div>
      <PlainTable label="Functions by what they took in themselves and in all" class="profiles-functions">
        <thead>
          <tr>
            <OrderHead order="self" chosen={order} onOrder={setOrder}>
              Self
            </OrderHead>
            <OrderHead order="total" chosen={order} onOrder={setOrder}>
              Total
            </OrderHead>
            <th scope="col">Function</th>
            {isWide && <th scope="col">Where</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <FunctionRow
              key={row.frame}
              row={row}
              model={model}
              isChosen={row.frame === chosen}
              isWide={isWide}
              onChoose={onChoose}
            />
          ))}
        </tbody>
      </PlainTable>
      {meant.length > rows.length && (
        <p class="quiet">{formatCount(meant.length - rows.length)} more took less: search finds them</p>
      )}
      {meant.length === 0 && <p class="quiet">No function has this in its name or file</p>}
    </div>
  );
}

interface OrderHeadProps {
  readonly order: Order;
  readonly chosen: Order;
  readonly children: string;
  onOrder(order: Order): void;
}

function OrderHead({ order, chosen, children, onOrder }: OrderHeadProps): JSX.Element {
  return (
    <th scope="col" class="is-right" aria-sort={order === chosen ? 'descending' : undefined}>
      <button type="button" class="profiles-order" onClick={() => onOrder(order)}>
        {children}
        {order === chosen ? ' ↓' : ''}
      </button>
    </th>
  );
}

interface FunctionRowProps extends Pick<FunctionRowsProps, 'model' | 'onChoose'> {
  readonly row: HotFrame;
  readonly isChosen: boolean;
  readonly isWide: boolean;
}

function FunctionRow({
  row: { frame, self, total },
  model,
  isChosen,
  isWide,
  onChoose,
}: FunctionRowProps): JSX.Element {
  return (
    <tr aria-current={isChosen ? 'true' : undefined}>
      <td class="is-right number">
        {model.format(self)} <span class="quiet">{model.share(self)}</span>
        {self > 0 && <Bar value={self} max={model.tree.whole} />}
      </td>
      <td class="is-right number">
        {model.format(total)} {isWide && <span class="quiet">{model.share(total)}</span>}
      </td>
      <td>
        <button type="button" class="profiles-function mono" onClick={() => onChoose(frame)}>
          <OwnerMark model={model} frame={frame} />
          {model.frames[frame]!.name}
        </button>
        {!isWide && (
          <div class="quiet mono cut profiles-where">
            <bdi>{model.placeOf(frame)}</bdi>
          </div>
        )}
      </td>
      {isWide && <td class="quiet mono">{model.placeOf(frame)}</td>}
    </tr>
  );
}

function OwnerMark({ model, frame }: { readonly model: ProfileModel; readonly frame: number }): JSX.Element {
  return <span class={`profiles-owner profiles-${model.owners[frame]!.kind}`} aria-hidden="true" />;
}
