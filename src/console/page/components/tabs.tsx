/** Several views of the same thing, one at a time. Follows https://www.w3.org/WAI/ARIA/apg/patterns/tabs/. */
import type { ComponentChildren, JSX, TargetedKeyboardEvent } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import './tabs.css';

export interface Tab {
  readonly id: string;
  readonly title: ComponentChildren;
}

interface TabsProps {
  /** What the tabs are about, for those who hear the page. */
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  /** The panel of the selected tab. */
  readonly children?: ComponentChildren;
}

const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

export function Tabs({ label, tabs, selected, onSelect, children }: TabsProps): JSX.Element {
  const prefix = useId();
  // Where it is narrow the list scrolls, and an address may choose the last of them.
  useEffect(() => {
    document.getElementById(`${prefix}-${selected}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [prefix, selected]);
  const turn = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const next =
      tabs[(tabs.findIndex(({ id }) => id === selected) + (steps[event.key] ?? 0) + tabs.length) % tabs.length];
    if (steps[event.key] === undefined || next === undefined) return;
    event.preventDefault();
    onSelect(next.id);
    document.getElementById(`${prefix}-${next.id}`)?.focus();
  };
  return (
    <div class="tabs">
      <div class="tabs-list" role="tablist" aria-label={label} onKeyDown={turn}>
        {tabs.map(({ id, title }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${prefix}-${id}`}
            aria-selected={id === selected}
            aria-controls={`${prefix}-panel`}
            tabIndex={id === selected ? 0 : -1}
            onClick={() => onSelect(id)}
          >
            {title}
          </button>
        ))}
      </div>
      <div class="tabs-panel" role="tabpanel" id={`${prefix}-panel`} aria-labelledby={`${prefix}-${selected}`}>
        {children}
      </div>
    </div>
  );
}
