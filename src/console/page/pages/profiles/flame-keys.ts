/** What the keys do while a flame graph has the focus. */
import type { FlameStep } from './flame-focus.js';

export interface FlameActions {
  step(step: FlameStep): void;
  zoom(factor: number): void;
  /** Share of what is seen. */
  pan(share: number): void;
  choose(): void;
  /** False where all is seen already: then Escape is somebody else's. */
  reset(): boolean;
  readonly isUpward: boolean;
}

const CLOSER = 0.5;
const PAN_SHARE = 0.25;

export function flameKeys(actions: FlameActions): (event: KeyboardEvent) => void {
  const { isUpward, step, zoom, pan } = actions;
  const keys: Readonly<Record<string, () => unknown>> = {
    ArrowUp: () => step(isUpward ? 'inwards' : 'outwards'),
    ArrowDown: () => step(isUpward ? 'outwards' : 'inwards'),
    ArrowLeft: () => step('left'),
    ArrowRight: () => step('right'),
    'Shift ArrowLeft': () => pan(-PAN_SHARE),
    'Shift ArrowRight': () => pan(PAN_SHARE),
    '+': () => zoom(CLOSER),
    '-': () => zoom(1 / CLOSER),
    Enter: actions.choose,
    Escape: actions.reset,
  };
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.shiftKey && event.key.startsWith('Arrow') ? `Shift ${event.key}` : event.key;
    const act = keys[key];
    if (act !== undefined && act() !== false) event.preventDefault();
  };
}
