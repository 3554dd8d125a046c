/** Who may look and change at run time, and at what. */
import { callback } from '../code-types.js';
import { stringList } from '../collection-types.js';
import { accessTokens, exposedNames } from '../management-types.js';
import { MANAGEMENT_CHANGES, MANAGEMENT_READS } from '../management.options.js';
import { flag, path } from '../scalar-types.js';
import type { DefaultContext, RowDraft } from '../option-row.js';

export const managementRows: readonly RowDraft[] = [
  {
    path: 'management.enabled',
    type: flag,
    default: ({ environmentClass }: DefaultContext) => environmentClass === 'development',
    defaultText: 'true in development',
    description: 'Answer management requests; outside development somebody has to be named who may ask.',
  },
  {
    path: 'management.path',
    type: path,
    default: '/observability/manage',
    description: 'Base path; each endpoint hangs below it.',
  },
  {
    path: 'management.ownPort',
    type: flag,
    default: false,
    description: 'Answer on the port of `metrics.port` instead of on that of the application.',
  },
  {
    path: 'management.access.tokens',
    type: accessTokens,
    default: {},
    description: 'Bearer tokens by the name of who holds them; changes are logged under that name.',
    isSecret: true,
  },
  {
    path: 'management.access.authorize',
    type: callback,
    description: 'Names who asks, or gives undefined to refuse; asked where no token fits.',
  },
  {
    path: 'management.access.loopbackOnly',
    type: flag,
    default: true,
    description: 'Answer this machine alone, and nobody through a proxy.',
  },
  {
    path: 'management.access.hosts',
    type: stringList,
    default: [],
    description: 'Names under which it may be called, beside addresses and `localhost`.',
  },
  {
    path: 'management.exposure.read',
    type: exposedNames(MANAGEMENT_READS),
    default: MANAGEMENT_READS,
    defaultText: 'all of them',
    description: 'Endpoints that may be read, by name; the others do not exist.',
  },
  {
    path: 'management.exposure.change',
    type: exposedNames(MANAGEMENT_CHANGES),
    default: ({ environmentClass }: DefaultContext) => (environmentClass === 'development' ? MANAGEMENT_CHANGES : []),
    defaultText: 'all of them in development, else none',
    description: 'Endpoints that may change something, by name; the others do not exist.',
  },
];
