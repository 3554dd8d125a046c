import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCallTree } from '../../bench/profile/call-tree.js';
import { flamePage } from '../../bench/profile/flame-graph.js';
import { labelOf } from '../../bench/profile/frame-owner.js';
import { ownFunctions, unjustified } from '../../bench/profile/own-functions.js';
import type { ProfileNode } from '../../bench/profile/recording.js';

const OURS = 'file:///app/node_modules/nestjs-observability/dist/kernel/operation.js';
const API = 'file:///app/node_modules/@opentelemetry/api/build/src/index.js';
const FASTIFY = 'file:///app/node_modules/fastify/lib/reply.js';

let nextId = 1;

beforeEach(() => {
  nextId = 1;
});

/** Nodes of a profile, the outermost first. */
function call(functionName: string, url: string, hitCount: number, callees: ProfileNode[][] = []): ProfileNode[] {
  const callFrame = { functionName, url, scriptId: '0', lineNumber: 6, columnNumber: 0 };
  const children = callees.map(([callee]) => callee!.id);
  return [{ id: nextId++, callFrame, hitCount, children }, ...callees.flat()];
}

describe('the profile of a request', () => {
  it('gives each function its share of the CPU that was used, waiting left out', () => {
    const { root, busySamples } = buildCallTree(
      call('(root)', '', 0, [call('(idle)', '', 900), call('end', OURS, 25), call('send', FASTIFY, 75)]),
    );

    expect(busySamples).toBe(100);
    expect(ownFunctions(root)).toEqual([{ label: 'kernel/operation › end', selfShare: 0.25, withPackagesShare: 0.25 }]);
  });

  it('names the module of a function that stands in the joined file', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'profile-')), 'node_modules/nestjs-observability/dist');
    mkdirSync(folder, { recursive: true });
    const module = (file: string): string => `"${file}": (function (exports) {\n${'//\n'.repeat(4)}}),\n`;
    writeFileSync(
      join(folder, 'joined.js'),
      `const modules = {\n${module('kernel/clock.js')}${module('slo/slo.js')}};\n`,
    );
    const frame = (lineNumber: number) => ({ functionName: 'now', url: join(folder, 'joined.js'), lineNumber });

    const labels = [3, 6, 7].map((line) => labelOf({ ...frame(line), scriptId: '0', columnNumber: 0 }));

    expect(labels).toEqual(['kernel/clock › now', 'kernel/clock › now', 'slo/slo › now']);
  });

  it('counts a function once, from wherever and in whatever compiled form it was called', () => {
    const { root } = buildCallTree(
      call('(root)', '', 0, [
        call('end', OURS, 10),
        call('end', OURS, 10),
        call('send', FASTIFY, 60, [call('end', OURS, 20)]),
      ]),
    );

    expect(ownFunctions(root)).toEqual([{ label: 'kernel/operation › end', selfShare: 0.4, withPackagesShare: 0.4 }]);
  });

  it('charges built-ins to the function that called them, telemetry packages apart, and never what runs below us', () => {
    const { root } = buildCallTree(
      call('(root)', '', 0, [
        call('end', OURS, 10, [
          call('get', '', 10),
          call('with', API, 20, [call('run', '', 10)]),
          call('send', FASTIFY, 50),
        ]),
      ]),
    );

    expect(ownFunctions(root)).toEqual([{ label: 'kernel/operation › end', selfShare: 0.2, withPackagesShare: 0.5 }]);
  });

  it('fails a function above 3 % that nobody has justified', () => {
    const functions = [
      { label: 'kernel/operation › end', selfShare: 0.05, withPackagesShare: 0.05 },
      { label: 'kernel/settle › settle', selfShare: 0.04, withPackagesShare: 0.04 },
      { label: 'metrics/cells › add', selfShare: 0.03, withPackagesShare: 0.2 },
    ];

    expect(unjustified(functions, { 'kernel/settle › settle': 'reads the clock' })).toEqual([functions[0]]);
  });

  it('names no path of the machine in its page, and escapes what it shows', () => {
    const tree = buildCallTree(call('(root)', '', 0, [call('<anonymous>', 'file:///home/somebody/main.js', 100)]));
    const page = flamePage({ title: 'One request', note: '', tree, functions: [] });

    expect(page).toContain('main.js › &lt;anonymous>');
    expect(page).not.toContain('somebody');
  });
});
