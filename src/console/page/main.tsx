/** The console in the browser: where it starts. */
import { computed, effect } from '@preact/signals';
import { render } from 'preact';
import { refusal } from './app/api.js';
import { startKeyboard } from './app/keyboard.js';
import { startLive } from './app/live.js';
import { startRouter } from './app/router.js';
import { openSession, session } from './app/session.js';
import { Shell } from './app/shell.js';
import { startTheme } from './app/theme.js';
import './styles/tokens.css';
import './styles/base.css';

startTheme();
startKeyboard();
// Takes the token out of the address, which the router must not see.
void openSession();
startRouter();
// A new link opened in a tab that is already here changes only what stands after the `#`.
addEventListener('hashchange', () => void openSession());

const isIn = computed(() => session.value !== undefined && refusal.value === undefined);
effect(() => (isIn.value ? startLive() : undefined));

render(<Shell />, document.getElementById('app') ?? document.body);
