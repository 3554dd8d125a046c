import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeProblem } from '../kernel/index.js';
import { readConfigFile } from './config-file.js';

describe('the configuration file', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'observability-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  function read(name: string, content: string): { values: Record<string, unknown>; problems: string[] } {
    writeFileSync(join(directory, name), content);
    const { values, problems } = readConfigFile(name, directory);
    return { values: Object.fromEntries(values), problems: problems.map(describeProblem) };
  }

  const EXPECTED = {
    environment: 'staging',
    'metrics.port': 9464,
    'metrics.durationBuckets': [0.1, 1],
    'redaction.patterns': [/sk-[a-z]+/],
  };

  it('is read from YAML', () => {
    const yaml = `environment: staging
metrics:
  port: 9464
  durationBuckets: [0.1, 1]
redaction: { patterns: ['sk-[a-z]+'] }
logs:
  # level: debug
`;

    expect(read('observability.yaml', yaml)).toEqual({ values: EXPECTED, problems: [] });
    expect(read('observability.yml', yaml)).toEqual({ values: EXPECTED, problems: [] });
  });

  it('is read from JSON, with a byte order mark too', () => {
    const json = JSON.stringify({
      environment: 'staging',
      metrics: { port: 9464, durationBuckets: [0.1, 1] },
      redaction: { patterns: ['sk-[a-z]+'] },
    });

    expect(read('observability.json', `\uFEFF${json}`)).toEqual({ values: EXPECTED, problems: [] });
  });

  it('may be empty', () => {
    expect(read('observability.yaml', '# nothing yet\n')).toEqual({ values: {}, problems: [] });
  });

  it('is refused with its path when it cannot be read', () => {
    const { problems } = readConfigFile('missing.yaml', directory);

    expect(problems.map(describeProblem)).toEqual([
      `OBS_ERR_CONFIG_FILE  the configuration file ${join(directory, 'missing.yaml')} cannot be read (ENOENT). Fix: correct configFile or OBSERVABILITY_CONFIG_FILE.`,
    ]);
  });

  it('is refused with the place when it cannot be parsed', () => {
    expect(read('a.yaml', 'metrics: {\n  port: [1\n').problems).toEqual([
      expect.stringMatching(
        /^OBS_ERR_CONFIG_FILE {2}a\.yaml cannot be parsed: .* at line \d+, column \d+\. Fix: mend its syntax\.$/,
      ),
    ]);
    expect(read('a.json', '{"metrics":{"bearerToken":"secret",}}').problems).toEqual([
      expect.stringMatching(
        /^OBS_ERR_CONFIG_FILE {2}a\.json cannot be parsed: (?!.*secret).*\. Fix: mend its syntax\.$/,
      ),
    ]);
  });

  it('never quotes an excerpt of JSON it could not parse, since that could be a secret', () => {
    expect(read('a.json', '{"bearerToken": secret}').problems.join()).not.toContain('secret');
  });

  it('is refused when its name tells no format', () => {
    expect(read('observability.toml', '').problems).toEqual([
      'OBS_ERR_CONFIG_FILE  observability.toml is neither YAML nor JSON. Fix: name it .yaml, .yml or .json.',
    ]);
  });

  it('names itself in the problems of its options', () => {
    const { problems } = read(
      'observability.yaml',
      `configFile: other.yaml
metrik: {}
metrics: { pth: /m, port: '9464', path: metrics }
health: false
service: { version: 1.1 }
identify: someone
plugins: []
logs: { destination: stdout }
`,
    );

    expect(problems).toEqual([
      'OBS_ERR_OPTION_INVALID  configFile in observability.yaml cannot be said in a file. Fix: remove it there and set it in code or in the environment.',
      'OBS_ERR_OPTION_UNKNOWN  metrik in observability.yaml is not an option. Fix: rename it (did you mean metrics?).',
      'OBS_ERR_OPTION_UNKNOWN  metrics.pth in observability.yaml is not an option. Fix: rename it (did you mean metrics.path?).',
      'OBS_ERR_OPTION_INVALID  metrics.port in observability.yaml must be an integer from 0 to 65535; got "9464". Fix: write it without quotes.',
      `OBS_ERR_OPTION_INVALID  metrics.path in observability.yaml must start with '/'; got "metrics". Fix: write '/metrics'.`,
      'OBS_ERR_OPTION_INVALID  health in observability.yaml must be an object of options; got false. Fix: write e.g. health: { enabled: false }.',
      'OBS_ERR_OPTION_INVALID  service.version in observability.yaml must be a non-empty string; got 1.1. Fix: write it in quotes.',
      'OBS_ERR_OPTION_INVALID  identify in observability.yaml cannot be said in a file, since it is a function. Fix: remove it there and set it in code.',
      'OBS_ERR_OPTION_INVALID  plugins in observability.yaml cannot be said in a file, since it is a list of plugins. Fix: remove it there and set it in code.',
      'OBS_ERR_OPTION_INVALID  logs.destination in observability.yaml cannot be said in a file, since it is a stream. Fix: remove it there and set it in code.',
    ]);
  });

  it('asks for the YAML package only when it is YAML', () => {
    jest.isolateModules(() => {
      jest.doMock('yaml', () => {
        throw Object.assign(new Error("Cannot find module 'yaml'"), { code: 'MODULE_NOT_FOUND' });
      });

      expect(read('a.json', '{}').problems).toEqual([]);
      expect(read('a.yaml', '').problems).toEqual([
        'OBS_ERR_PEER_MISSING  A YAML configuration file needs the package yaml, which is not installed. Fix: npm install yaml.',
      ]);
      jest.dontMock('yaml');
    });
  });
});
