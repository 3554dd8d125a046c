/** Who may see the console and manage the application, where a function of its owner's says it. */
import type { Boundary } from '../boundary.js';
import { OF_A_VALUE } from '../boundary.js';
import type { Subject } from '../subject/subject.js';

/** A fault refuses; nothing else may come of it. */
const isRefused = async (subject: Subject, path: string): Promise<unknown> => {
  const { status } = await subject.ask(path);
  return { isAnswered: status !== 0, isOurFault: status >= 500 };
};

export const accessBoundaries: readonly Boundary[] = [
  {
    name: 'management authorize',
    covers: ['ManagementAccessOptions.authorize'],
    healthy: () => 'ann',
    install: (authorize) => ({ observability: { management: { enabled: true, access: { authorize } } } }),
    exercise: (subject) => isRefused(subject, '/observability/manage/routes'),
    counted: /^management\/authorize$/,
    countedKinds: OF_A_VALUE,
  },
  {
    name: 'console authorize',
    covers: ['ConsoleAccessOptions.authorize'],
    healthy: () => 'ann',
    install: (authorize) => ({ observability: { console: { enabled: true, access: { authorize } } } }),
    exercise: (subject) => isRefused(subject, '/observability/api/v1/overview'),
    counted: /^console\/authorize$/,
    countedKinds: OF_A_VALUE,
  },
];
