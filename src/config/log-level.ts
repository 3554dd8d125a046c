/** The text `info,OrdersService=debug`: one level for all, others per context. */
import { refuse, accept, type OptionType } from './option-type.js';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** Nest's own words and common habits, in pino's terms. */
const SYNONYMS: ReadonlyMap<string, string> = new Map(
  Object.entries({ verbose: 'trace', log: 'info', warning: 'warn', off: 'silent' }),
);

/** Accepts any case; gives pino's words in lower case with the general level first. */
export const logLevel: OptionType = {
  name: 'level, optionally per context',
  fromText: (given) => given,
  check: (candidate) => {
    const parts = typeof candidate === 'string' ? candidate.split(',').map(readPart) : [];
    const general = parts.filter((part) => part?.context === '');
    if (parts.length === 0 || parts.includes(undefined)) return refuse('must name known levels', FIX);
    if (general.length > 1) return refuse('must name one general level', FIX);
    const perContext = parts.filter((part) => part !== undefined && part.context !== '');
    return accept([general[0]?.level ?? 'info', ...perContext.map(showPart)].join(','));
  },
};

const FIX = `use ${LEVELS.join(', ')}, e.g. info,OrdersService=debug`;

interface LevelPart {
  readonly context: string;
  readonly level: string;
}

function readPart(part: string): LevelPart | undefined {
  const [word = '', context = '', ...more] = part
    .split('=')
    .map((piece) => piece.trim())
    .toReversed();
  const level = SYNONYMS.get(word.toLowerCase()) ?? word.toLowerCase();
  const isContextMissing = part.includes('=') && context === '';
  return LEVELS.includes(level) && more.length === 0 && !isContextMissing ? { context, level } : undefined;
}

function showPart(part: LevelPart | undefined): string {
  return `${part?.context}=${part?.level}`;
}
