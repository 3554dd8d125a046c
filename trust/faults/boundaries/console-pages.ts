/** Pages of the application's own in the console: one that fails shows that in its own place. */
import type { Boundary } from '../boundary.js';
import { OF_A_PROMISE, OF_A_VALUE } from '../boundary.js';

const page = { title: 'Desk', description: 'What lies on it.' };

export const consolePages: readonly Boundary[] = [
  {
    name: 'console page sections',
    covers: ['ConsolePage.sections'],
    healthy: () => [{ type: 'text', text: 'nothing' }],
    install: (sections) => ({ observability: { consolePages: [{ ...page, id: 'desk', sections }] } }),
    exercise: async (subject) => ({ isAnswered: (await subject.ask('/observability/api/v1/page?id=desk')).status > 0 }),
    counted: /^console\/page desk$/,
    countedKinds: OF_A_PROMISE,
  },
  {
    name: 'console page isOn',
    covers: ['ConsolePage.isOn'],
    healthy: () => true,
    install: (isOn) => ({
      observability: {
        consolePages: [{ ...page, id: 'vault', requires: { isOn, option: 'vault.enabled' }, sections: () => [] }],
      },
    }),
    exercise: async (subject) => ({ isAnswered: (await subject.ask('/observability/api/v1/session')).status > 0 }),
    counted: /^console\/page vault$/,
    countedKinds: OF_A_VALUE,
  },
];
