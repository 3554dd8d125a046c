/** The scrubber of SQL: no literal survives, what is shown is bounded, and showing it again changes nothing. */
import { built } from '../built.js';
import { statements } from '../corpus/statements.js';
import type { Chance } from '../inputs/chance.js';
import { plantedSql, type Dialect } from '../inputs/planted-sql.js';
import { difference, shown, type Target } from '../target.js';

const { scrubSql } = built<{ scrubSql(text: string, dialect: Dialect): string }>('security/index.js');

/** And one for the mark of a cut. */
const MAX_SHOWN_LENGTH = 4_097;

function checkStatement(dialect: Dialect, input: string, chance: Chance): string | undefined {
  const scrubbed = scrubSql(input, dialect);
  // A text that was cut may end within a name, and two dashes are a comment to MySQL once what stood behind them is gone.
  const isWhole = !scrubbed.endsWith('…') && !scrubbed.includes('--');
  return (
    difference('within the bound', scrubbed.length <= MAX_SHOWN_LENGTH, true) ??
    (isWhole ? difference('scrubbed again', scrubSql(scrubbed, dialect), scrubbed) : undefined) ??
    survivor(dialect, chance)
  );
}

function survivor(dialect: Dialect, chance: Chance): string | undefined {
  const { text, secrets } = plantedSql(dialect, chance);
  const scrubbed = scrubSql(text, dialect);
  const secret = secrets.find((one) => scrubbed.includes(one));
  return secret === undefined ? undefined : `${secret} of ${shown(text)} survives in ${shown(scrubbed)}`;
}

function targetOf(dialect: Dialect): Target {
  return {
    name: `sql-${dialect}`,
    corpus: statements,
    check: (input, chance) => checkStatement(dialect, input, chance),
    read: (input) => scrubSql(input, dialect),
  };
}

export const statementTargets: readonly Target[] = [targetOf('postgresql'), targetOf('mysql')];
