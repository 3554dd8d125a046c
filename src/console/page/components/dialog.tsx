/** Something that has to be finished or put away first: the browser's own dialog keeps the focus inside. */
import type { ComponentChildren, JSX, TargetedMouseEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { classes } from './classes.js';
import './dialog.css';

interface DialogProps {
  readonly label: string;
  /** Esc, or a press beside it. */
  readonly onClose: () => void;
  readonly class?: string;
  readonly children?: ComponentChildren;
}

export function Dialog({ label, onClose, class: own, children }: DialogProps): JSX.Element {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => element.current?.showModal(), []);
  const press = (event: TargetedMouseEvent<HTMLDialogElement>): void => {
    if (event.target === element.current) onClose();
  };
  return (
    <dialog class={classes('dialog', own)} ref={element} aria-label={label} onClose={onClose} onClick={press}>
      {children}
    </dialog>
  );
}
