/**
 * A flame graph: a canvas that is as large as what is seen of it, whatever the depth of the calls. A click comes closer, dragging
 * moves, arrow keys go from call to call; what is under the pointer or the focus is told in words below.
 */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useCanvas } from '../../components/use-canvas.js';
import { drawFlame, ROW_PX, topOfRow } from './draw-flame.js';
import { FlameDetail } from './flame-detail.js';
import { boxAt, type Flame, type FlameBox } from './flame.js';
import { placeOfFrame, stepped, type FlamePlace } from './flame-focus.js';
import { flameKeys } from './flame-keys.js';
import type { ProfileModel } from './profile-model.js';
import { usePan } from './use-pan.js';
import { isWhole, panned, wholeRange, zoomed, type ZoomRange } from './zoom.js';

export interface FlameGraphProps {
  readonly label: string;
  readonly flame: Flame;
  readonly model: ProfileModel;
  readonly found: ReadonlySet<number> | undefined;
  /** The function that is chosen: its widest box has the focus at first. */
  readonly frame: number | undefined;
  readonly range: ZoomRange;
  readonly isUpward?: boolean;
  onRange(range: ZoomRange): void;
  onFrame(frame: number): void;
}

export function FlameGraph(props: FlameGraphProps): JSX.Element {
  const { label, flame, model, found, frame, range, isUpward = false, onRange, onFrame } = props;
  const [topPx, setTopPx] = useState(0);
  const [hovered, setHovered] = useState<FlamePlace>();
  const [focused, setFocused] = useState<FlamePlace | undefined>(() =>
    frame === undefined ? undefined : placeOfFrame(flame, frame),
  );
  const scroller = useRef<HTMLDivElement>(null);
  const scene = { flame, range, topPx, isUpward, found, owners: model.owners, nameOf: model.nameOf };
  const canvas = useCanvas((pen, element) => drawFlame(pen, element, scene), [flame, range, topPx, found, isUpward]);
  const heightPx = flame.rows.length * ROW_PX;

  // The function in the middle of a sandwich is next to the lowest callers.
  useEffect(() => {
    if (isUpward) scroller.current!.scrollTop = heightPx;
  }, [flame]);

  const placeUnder = (event: MouseEvent): FlamePlace | undefined => {
    const { offsetX, offsetY } = event;
    const line = Math.floor((offsetY + topPx) / ROW_PX);
    const row = isUpward ? flame.rows.length - 1 - line : line;
    const at = range.from + (offsetX / canvas.current!.clientWidth) * (range.to - range.from);
    const box = boxAt(flame.rows[row], at);
    return box && { row, index: flame.rows[row]!.indexOf(box) };
  };
  const boxOf = (place: FlamePlace | undefined): FlameBox | undefined => place && flame.rows[place.row]?.[place.index];
  const focus = (place: FlamePlace): void => {
    setFocused(place);
    reveal(scroller.current!, topOfRow(place.row, flame.rows.length, isUpward));
  };
  const choose = (place: FlamePlace | undefined): void => {
    const box = boxOf(place);
    setFocused(place);
    onRange(box === undefined ? wholeRange(flame.whole) : { from: box.start, to: box.start + box.width });
    if (box !== undefined) onFrame(box.frame);
  };
  const pan = usePan({
    onPan: (share) => onRange(panned(range, share, flame.whole)),
    onClick: (event) => choose(placeUnder(event)),
  });
  const onWheel = (event: WheelEvent): void => {
    const change = wheelChange(event, range, flame.whole, canvas.current!.clientWidth);
    if (change === undefined) return;
    event.preventDefault();
    onRange(change);
  };
  const onKeyDown = flameKeys({
    step: (step) => focus(stepped(flame, focused ?? { row: -1, index: -1 }, step)),
    zoom: (factor) => onRange(zoomed(range, factor, centerOf(boxOf(focused), range), flame.whole)),
    pan: (share) => onRange(panned(range, share, flame.whole)),
    choose: () => choose(focused),
    reset: () => {
      if (isWhole(range, flame.whole)) return false;
      onRange(wholeRange(flame.whole));
      return true;
    },
    isUpward,
  });

  return (
    <div class="profile-flame">
      <div
        class="profile-flame-scroll"
        ref={scroller}
        onScroll={({ currentTarget }) => setTopPx(currentTarget.scrollTop)}
      >
        <div class="profile-flame-space" style={{ '--flame-height': `${heightPx}px` }}>
          <canvas
            ref={canvas}
            class="profile-flame-canvas"
            role="application"
            tabIndex={0}
            aria-label={`${label}. Arrow keys go from call to call, Enter comes closer, Escape shows all.`}
            onKeyDown={onKeyDown}
            onWheel={onWheel}
            onPointerLeave={() => setHovered(undefined)}
            {...pan}
            onPointerMove={(event) => {
              pan.onPointerMove(event);
              setHovered(placeUnder(event));
            }}
          />
          <BoxFrame
            box={boxOf(focused)}
            top={focused && topOfRow(focused.row, flame.rows.length, isUpward)}
            range={range}
            kind="focused"
          />
          <BoxFrame
            box={boxOf(hovered)}
            top={hovered && topOfRow(hovered.row, flame.rows.length, isUpward)}
            range={range}
            kind="hovered"
          />
        </div>
      </div>
      <FlameDetail box={boxOf(hovered) ?? boxOf(focused)} model={model}>
        {!isWhole(range, flame.whole) && (
          <button type="button" class="button" onClick={() => choose(undefined)}>
            Show all
          </button>
        )}
      </FlameDetail>
    </div>
  );
}

interface BoxFrameProps {
  readonly box: FlameBox | undefined;
  readonly top: number | undefined;
  readonly range: ZoomRange;
  readonly kind: 'focused' | 'hovered';
}

/** Around a box, without drawing all boxes again. */
function BoxFrame({ box, top, range: { from, to }, kind }: BoxFrameProps): JSX.Element | null {
  if (box === undefined || top === undefined) return null;
  const left = Math.max(0, (box.start - from) / (to - from));
  const right = Math.min(1, (box.start + box.width - from) / (to - from));
  if (right <= left) return null;
  return (
    <span
      class={`profile-flame-frame profile-flame-${kind}`}
      style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%`, top: `${top}px`, height: `${ROW_PX - 1}px` }}
    />
  );
}

/** Scrolls no farther than it has to. */
function reveal(scroller: HTMLElement, top: number): void {
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (top + ROW_PX > scroller.scrollTop + scroller.clientHeight)
    scroller.scrollTop = top + ROW_PX - scroller.clientHeight;
}

function centerOf(box: FlameBox | undefined, { from, to }: ZoomRange): number {
  const center = box === undefined ? (from + to) / 2 : box.start + box.width / 2;
  return Math.min(to, Math.max(from, center));
}

/** With Ctrl, as pinching sends it, closer and farther; sideways along. Plain scrolling is the page's. */
function wheelChange(event: WheelEvent, range: ZoomRange, whole: number, widthPx: number): ZoomRange | undefined {
  if (event.ctrlKey || event.metaKey) {
    const center = range.from + (event.offsetX / widthPx) * (range.to - range.from);
    return zoomed(range, Math.exp(event.deltaY / 200), center, whole);
  }
  if (Math.abs(event.deltaX) <= Math.abs(event.deltaY) || isWhole(range, whole)) return undefined;
  return panned(range, event.deltaX / widthPx, whole);
}
