/** How many lines there are of each level; pressing one shows it and those above. */
import type { JSX } from 'preact';
import type { LogLevelName, LogsAnswer } from '../../../shapes/index.js';
import { setParams } from '../../app/router.js';
import { StatusMark } from '../../components/status-mark.js';
import { formatCompact } from '../../format/count.js';
import { isShown, logLevels } from './logs-params.js';

interface LevelChipsProps {
  readonly lowest: LogLevelName;
  readonly counts: LogsAnswer['countByLevel'] | undefined;
}

export function LevelChips({ lowest, counts }: LevelChipsProps): JSX.Element {
  return (
    <div class="logs-levels" role="group" aria-label="Lowest level shown">
      {logLevels.map((level) => (
        <button
          key={level}
          type="button"
          class="logs-level"
          aria-pressed={isShown(level, lowest)}
          title={`Show ${level} and above`}
          onClick={() => setParams({ level: level === lowest || level === 'trace' ? null : level, line: null })}
        >
          <StatusMark status={level} />
          <span class="logs-level-name">{level}</span>
          <span class="number quiet">{formatCompact(counts?.[level])}</span>
        </button>
      ))}
    </div>
  );
}
