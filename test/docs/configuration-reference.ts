/** The tables of options, from the table that also validates them. */
import { environmentOnlyVariables, optionTable } from '../../src/config/index.js';
import { code, table } from './generated.js';

export const configurationReference = {
  options: () =>
    table(
      ['option', 'type', 'default', 'environment', 'what it does'],
      optionTable.map(({ path, type, defaultText, env, description }) => [
        code(path),
        type.name,
        defaultText,
        env.map(code).join(', '),
        description,
      ]),
    ),
  environment: () =>
    table(
      ['variable', 'what it does'],
      environmentOnlyVariables.map(({ name, description }) => [code(name), description]),
    ),
};

/** Those of the console alone, for its page. */
export function consoleOptions(): string {
  const rows = optionTable.filter(({ path }) => path.startsWith('console.'));
  return table(
    ['option', 'default', 'environment', 'what it does'],
    rows.map(({ path, defaultText, env, description }) => [
      code(path),
      defaultText,
      env.map(code).join(', '),
      description,
    ]),
  );
}
