/** Details beside a list: the list stays usable, Esc closes, and the focus goes back to where it was. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useKeys } from '../app/keyboard.js';
import { CloseIcon } from './icons.js';
import './drawer.css';

interface DrawerProps {
  readonly title: ComponentChildren;
  readonly onClose: () => void;
  /** Beside the title: buttons. */
  readonly actions?: ComponentChildren;
  readonly children?: ComponentChildren;
}

export function Drawer({ title, onClose, actions, children }: DrawerProps): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useKeys({ Esc: onClose }, { Esc: 'Close the details' });
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus({ preventScroll: true });
    return () => before instanceof HTMLElement && before.isConnected && before.focus({ preventScroll: true });
  }, []);
  return (
    <aside class="drawer" aria-labelledby={id}>
      <div class="drawer-head">
        <h2 id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {actions}
        <button type="button" class="button button-bare" onClick={onClose} aria-label="Close the details">
          <CloseIcon />
        </button>
      </div>
      <div class="drawer-body">{children}</div>
    </aside>
  );
}
