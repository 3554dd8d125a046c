import { callback, destination, ignoreRule, pluginList } from './code-types.js';
import {
  ascendingBounds,
  byteRecord,
  headerRecord,
  labelRecord,
  patternList,
  resourceAttributes,
  samplingRules,
  stringList,
  urlRecord,
} from './collection-types.js';
import { logLevel } from './log-level.js';
import type { OptionType } from './option-type.js';
import {
  flag,
  headerName,
  host,
  integer,
  metricPrefix,
  milliseconds,
  number,
  oneOf,
  path,
  port,
  ratio,
  replacementText,
  text,
  url,
} from './scalar-types.js';

const types = {
  flag,
  integer: integer({ min: 1 }),
  number: number({ min: 0 }),
  milliseconds: milliseconds(1),
  ratio,
  port,
  text,
  replacementText,
  oneOf: oneOf('off', 'plain'),
  path,
  url,
  host,
  headerName,
  metricPrefix,
  logLevel,
  stringList,
  ascendingBounds,
  patternList,
  samplingRules,
  headerRecord,
  resourceAttributes,
  labelRecord,
  byteRecord,
  urlRecord,
  callback,
  ignoreRule,
  destination,
  pluginList,
} satisfies Record<string, OptionType>;

type TypeName = keyof typeof types;

const LEVEL_FIX = 'use trace, debug, info, warn, error, fatal, silent, e.g. info,OrdersService=debug';

describe('an option type', () => {
  it.each<[TypeName, unknown, unknown]>([
    ['flag', false, false],
    ['integer', 1, 1],
    ['number', 0.5, 0.5],
    ['ratio', 1, 1],
    ['port', 0, 0],
    ['text', 'a', 'a'],
    ['replacementText', '', ''],
    ['oneOf', 'plain', 'plain'],
    ['path', '/metrics/', '/metrics'],
    ['path', '/', '/'],
    ['url', 'https://collector:4317', 'https://collector:4317'],
    ['host', '::1', '::1'],
    ['headerName', 'X-Request-Id', 'x-request-id'],
    ['metricPrefix', '', ''],
    ['metricPrefix', 'shop_', 'shop_'],
    ['logLevel', 'INFO', 'info'],
    ['logLevel', 'OrdersService=off', 'info,OrdersService=silent'],
    ['logLevel', 'Log, A=Warning', 'info,A=warn'],
    ['ascendingBounds', [0.1, 1], [0.1, 1]],
    ['patternList', [/a/g, 'b,c', '/d/i'], [/a/g, /b,c/, /d/i]],
    ['samplingRules', [{ route: '/a', ratio: 0 }], [{ route: '/a', ratio: 0 }]],
    ['byteRecord', { '/data': 0 }, { '/data': 0 }],
  ])('%s accepts %j', (name, candidate, expected) => {
    expect(types[name].check(candidate)).toEqual({ value: expected });
  });

  it.each<[TypeName, unknown, string, string]>([
    ['flag', 'true', 'must be true or false', 'write true or false, without quotes'],
    ['integer', 0, 'must be an integer of at least 1', 'write e.g. 1'],
    ['integer', 1.5, 'must be an integer of at least 1', 'write e.g. 2'],
    ['integer', '5', 'must be an integer of at least 1', 'write it without quotes'],
    ['number', Number.NaN, 'must be a number of at least 0', 'write a number, e.g. 0'],
    ['number', Infinity, 'must be a number of at least 0', 'write a number, e.g. 0'],
    ['milliseconds', 3_000_000_000, 'must be an integer from 1 to 2147483647', 'write e.g. 2147483647'],
    ['ratio', 10, 'must be a number from 0 to 1', 'write e.g. 1'],
    ['port', 70_000, 'must be an integer from 0 to 65535', 'write e.g. 65535'],
    ['text', ' ', 'must be a non-empty string', 'write a text, or leave it out'],
    ['text', 1.1, 'must be a non-empty string', 'write it in quotes'],
    ['replacementText', null, 'must be a string', 'write a text in quotes'],
    ['oneOf', 'of', "must be 'off' or 'plain'", "write 'off' or 'plain'"],
    ['path', 'metrics', "must start with '/'", "write '/metrics'"],
    ['path', '/a?b', 'must be a plain path', "leave out spaces, '?' and '#'"],
    ['path', '/métriques', 'must stand as clients ask for it', "write '/m%C3%A9triques'"],
    ['path', '//', 'must stand as clients ask for it', "write '/'"],
    ['path', '/\\[', 'must stand as clients ask for it', "write '/['"],
    ['path', '/a/../b', 'must stand as clients ask for it', "write '/b'"],
    ['path', true, 'must be a path', "write a path, e.g. '/metrics'"],
    ['url', 'collector:4317', 'must be an http or https URL', 'write http://collector:4317'],
    ['url', 'ftp://collector', 'must be an http or https URL', 'write e.g. http://localhost:4317'],
    ['host', '08', 'must be a host name or an address', "write e.g. '0.0.0.0' or '127.0.0.1'"],
    ['host', 'http://localhost', 'must be a host name or an address', "write e.g. '0.0.0.0' or '127.0.0.1'"],
    ['headerName', 'request id', 'must be a header name', "write e.g. 'x-request-id'"],
    [
      'metricPrefix',
      '1shop-',
      'must be a valid beginning of a metric name',
      "use letters, digits and '_' and do not start with a digit, e.g. 'shop_'",
    ],
    ['logLevel', 'info,debug', 'must name one general level', LEVEL_FIX],
    ['logLevel', 'A=B=info', 'must name known levels', LEVEL_FIX],
    ['logLevel', '=info', 'must name known levels', LEVEL_FIX],
    ['logLevel', 30, 'must name known levels', LEVEL_FIX],
    ['stringList', ['a', 1], 'must be a list of non-empty strings', "write e.g. ['a', 'b']"],
    ['ascendingBounds', [0.1, 0.05], 'must ascend', 'sort them, e.g. [0.05, 0.1]'],
    ['ascendingBounds', [1, 1], 'must ascend', 'sort them, e.g. [1]'],
    ['ascendingBounds', [0, 1], 'must be a list of finite numbers above 0', 'write e.g. [0.05, 0.1, 0.5]'],
    ['ascendingBounds', [], 'must be a list of finite numbers above 0', 'write e.g. [0.05, 0.1, 0.5]'],
    ['ascendingBounds', [1, Infinity], 'must be a list of finite numbers above 0', 'write e.g. [0.05, 0.1, 0.5]'],
    ['patternList', /a/, 'must be a list of regular expressions', 'write e.g. [/sk-[a-z]+/]'],
    ['callback', 'f', 'must be a function', 'give a function'],
    ['ignoreRule', '/a', 'must be a list of paths or a function', "write e.g. ['/favicon.ico', '/assets/*']"],
    ['destination', {}, 'must be a stream with a write method', 'give e.g. pino.destination(path)'],
    ['pluginList', {}, 'must be a list of plugins', 'write e.g. [sentry({ dsn })]'],
    ['labelRecord', [], 'must be an object of names and values', "write e.g. { team: 'shop' }"],
  ])('%s refuses %p', (name, candidate, fact, fix) => {
    expect(types[name].check(candidate)).toEqual({ complaints: [{ fact, fix }] });
  });

  it('complains about each bad part of a value, naming its place', () => {
    const parts = ([name, candidate]: [TypeName, unknown]): unknown[] => {
      const verdict = types[name].check(candidate);
      return 'complaints' in verdict ? verdict.complaints.map(({ at, fact }) => `${name}${at} ${fact}`) : [];
    };

    const complaints = (
      [
        ['samplingRules', ['/a', { route: 'b', ratoi: 1 }]],
        ['labelRecord', { le: 'a', __name__: 'b', 'my-label': 'c', team: 1 }],
        ['headerRecord', { 'a b': 'x', c: 'line\nline' }],
        ['resourceAttributes', { 'service.name': 'orders' }],
        ['byteRecord', { '/data': -1 }],
        ['urlRecord', { payments: 'payments' }],
        ['patternList', ['(', 1]],
        ['pluginList', [{ name: 'sentry', providers: 'none' }]],
      ] as [TypeName, unknown][]
    ).flatMap(parts);

    expect(complaints).toEqual([
      'samplingRules[0] must be a rule',
      'samplingRules[1].ratoi is not an option',
      "samplingRules[1].route must start with '/'",
      'samplingRules[1].ratio must be a number from 0 to 1',
      "labelRecord['le'] is a label name Prometheus keeps for itself",
      "labelRecord['__name__'] is a label name Prometheus keeps for itself",
      "labelRecord['my-label'] must be a label name",
      "labelRecord['team'] must be a string",
      "headerRecord['a b'] must be a header name",
      "headerRecord['c'] must be a string of one line, in ASCII",
      "resourceAttributes['service.name'] has an option of its own",
      "byteRecord['/data'] must be a number of at least 0",
      "urlRecord['payments'] must be an http or https URL",
      'patternList[0] must be a regular expression',
      'patternList[1] must be a regular expression',
      'pluginList[0] must be a plugin',
    ]);
  });

  it('hands out copies, so that freezing the result leaves the original alone', () => {
    const labels = { team: 'shop' };
    const rules = [{ route: '/a', ratio: 1 }];

    const copies = [types.labelRecord.check(labels), types.samplingRules.check(rules)];

    expect(copies).toEqual([{ value: labels }, { value: rules }]);
    expect(copies.map((copy) => 'value' in copy && (copy.value === labels || copy.value === rules))).toEqual([
      false,
      false,
    ]);
  });
});
