/** Puts a text on the clipboard and says so. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

interface CopyButtonProps {
  /** What is copied, or how to make it. */
  readonly text: string | (() => string | Promise<string>);
  /** What it says; `Copy` without one. */
  readonly children?: ComponentChildren;
  readonly title?: string;
}

type Outcome = 'Copied' | 'Not copied: the browser refused';

const shownMs = 1_500;

export function CopyButton({ text, children = 'Copy', title }: CopyButtonProps): JSX.Element {
  const [outcome, setOutcome] = useState<Outcome | undefined>(undefined);
  useEffect(() => {
    if (outcome === undefined) return undefined;
    const timer = setTimeout(() => setOutcome(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async (): Promise<void> => setOutcome(await putOnClipboard(text));
  return (
    <button type="button" class="button" title={title} onClick={copy}>
      <span aria-live="polite">{outcome ?? children}</span>
    </button>
  );
}

async function putOnClipboard(text: CopyButtonProps['text']): Promise<Outcome> {
  try {
    await navigator.clipboard.writeText(typeof text === 'string' ? text : await text());
    return 'Copied';
  } catch {
    return 'Not copied: the browser refused';
  }
}
