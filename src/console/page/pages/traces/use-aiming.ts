/** Whether a pointer moves over something now, or did a moment ago: what it aims at must not move away. */
import { useEffect, useRef, useState } from 'preact/hooks';

const STILL_MS = 2_000;

interface Aiming {
  readonly isAiming: boolean;
  aim(): void;
  release(): void;
}

export function useAiming(): Aiming {
  const [isAiming, setAiming] = useState(false);
  const timer = useRef<number | undefined>(undefined);
  const release = (): void => {
    window.clearTimeout(timer.current);
    setAiming(false);
  };
  const aim = (): void => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setAiming(false), STILL_MS);
    setAiming(true);
  };
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return { isAiming, aim, release };
}
