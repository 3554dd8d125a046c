/** Light, dark, or as the system has it; what was chosen stays chosen. */
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { readStored, store } from './storage.js';

export type Theme = 'system' | 'light' | 'dark';

const order: readonly Theme[] = ['system', 'light', 'dark'];
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
const systemDark = signal(systemIsDark.matches);
const chosen = signal<Theme>(order.find((theme) => theme === readStored('theme')) ?? 'system');

export const theme: ReadonlySignal<Theme> = chosen;
/** What is seen: charts draw themselves anew when it changes. */
export const isDark: ReadonlySignal<boolean> = computed(() =>
  chosen.value === 'system' ? systemDark.value : chosen.value === 'dark',
);

export function nextTheme(): void {
  chosen.value = order[(order.indexOf(chosen.value) + 1) % order.length] ?? 'system';
  store('theme', chosen.value);
}

/** Called once, before anything is drawn. */
export function startTheme(): void {
  systemIsDark.addEventListener('change', ({ matches }) => (systemDark.value = matches));
  effect(() => {
    document.documentElement.dataset['theme'] = isDark.value ? 'dark' : 'light';
  });
}
