import { itSaysWhatTheCodeSays } from './documents.js';
import { region } from './generated.js';

describe('a migration guide', () => {
  itSaysWhatTheCodeSays(['docs/migration/from-willsoto-prometheus.md'], { region });
});
