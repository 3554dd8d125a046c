import { itSaysWhatTheCodeSays } from './documents.js';
import { region } from './generated.js';

describe('the READMEs of the samples', () => {
  itSaysWhatTheCodeSays(
    ['01-quickstart', '04-realtime', '05-graphql', '06-ai-chat'].map((sample) => `sample/${sample}/README.md`),
    { region },
  );
});
