/** Options from a YAML or JSON file, in the shape of the options in code. */
import { readFileSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { ObservabilityError } from '../kernel/index.js';
import { emptyReading, type LayerReading } from './option-problem.js';
import { requirePeer } from './optional-peer.js';
import { readFileOptions } from './read-options.js';

/** Everything wrong with the file is a problem in the reading; nothing is thrown. */
export function readConfigFile(file: string, cwd: string): LayerReading {
  try {
    return readFileOptions(parse(resolve(cwd, file)), basename(file));
  } catch (error) {
    if (!(error instanceof ObservabilityError)) throw error;
    return { ...emptyReading(), problems: [...error.problems] };
  }
}

type Parser = (text: string) => unknown;

const PARSERS: Readonly<Record<string, Parser>> = {
  '.json': (text) => JSON.parse(text) as unknown,
  '.yaml': parseYaml,
  '.yml': parseYaml,
};

function parse(file: string): unknown {
  const parser = PARSERS[extname(file).toLowerCase()];
  if (!parser) throw fileError(`${basename(file)} is neither YAML nor JSON`, 'name it .yaml, .yml or .json');
  const text = readText(file);
  try {
    return parser(text);
  } catch (error) {
    if (error instanceof ObservabilityError) throw error;
    throw fileError(`${basename(file)} cannot be parsed: ${causeOf(error)}`, 'mend its syntax');
  }
}

function readText(file: string): string {
  try {
    // An editor on Windows may begin the file with a byte order mark.
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const { code = 'an unknown error' } = error as NodeJS.ErrnoException;
    throw fileError(
      `the configuration file ${file} cannot be read (${code})`,
      'correct configFile or OBSERVABILITY_CONFIG_FILE',
    );
  }
}

function parseYaml(text: string): unknown {
  const yaml = requirePeer<{ parse(text: string, options: object): unknown }>('yaml', 'A YAML configuration file');
  return yaml.parse(text, { logLevel: 'error' });
}

function fileError(fact: string, fix: string): ObservabilityError {
  return ObservabilityError.of({ code: 'OBS_ERR_CONFIG_FILE', fact, fix });
}

/** What the parser says, without the excerpt of the file it may quote: that could be a password. */
function causeOf(error: unknown): string {
  const [line = ''] = String(error instanceof Error ? error.message : error).split('\n');
  return line.replace(/, (\.\.\.)?".*$/, '').replace(/[:.]$/, '');
}
