import { gunzipSync } from 'node:zlib';
import { ProfilingService, type CpuProfile } from 'nestjs-observability';
import type { V8CpuProfile, V8HeapProfile } from '../../src/profiling/v8-profile.js';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { hotFunction } from './burners.js';
import { renewBurners, shop } from './busy-shop.js';

let application: RunningApplication;
let service: ProfilingService;

beforeAll(async () => {
  application = await startApplication({ ...shop, observability: { profiling: { enabled: true } } });
  service = application.app.get(ProfilingService);
});
beforeEach(renewBurners);
afterAll(closeApplications);

const ofRequest = async (): Promise<CpuProfile> => {
  const taken = service.nextRequest('/shop/priced');
  await application.request('/shop/priced');
  return taken;
};

describe('A kept CPU profile as a file', () => {
  it('is what Chrome DevTools reads, every sample of a node that is there', async () => {
    const profile = await ofRequest();

    const file = await service.file(profile.id, 'v8');

    expect(file).toMatchObject({ name: `${profile.id}.cpuprofile`, contentType: 'application/json' });
    const { nodes, samples, timeDeltas, startTime, endTime } = JSON.parse(String(file!.body)) as V8CpuProfile;
    const ids = new Set(nodes.map(({ id }) => id));
    expect(nodes[0]!.callFrame.functionName).toBe('(root)');
    expect(nodes.flatMap(({ children = [] }) => children).filter((id) => !ids.has(id))).toEqual([]);
    expect(samples.filter((id) => !ids.has(id))).toEqual([]);
    expect([samples.length, timeDeltas.length]).toEqual([profile.samples, profile.samples]);
    expect((endTime - startTime - timeDeltas[0]!) / 1000).toBeCloseTo(profile.busyMs + profile.idleMs, 3);
    expect(nodes.filter(({ callFrame }) => callFrame.url.endsWith('burners.ts'))).not.toEqual([]);
  });

  it('has one line per stack when collapsed, the route outside and microseconds at the end', async () => {
    const profile = await ofRequest();

    const file = await service.file(profile.id, 'collapsed');

    expect(file).toMatchObject({ name: `${profile.id}.collapsed.txt`, contentType: 'text/plain; charset=utf-8' });
    const lines = String(file!.body).trimEnd().split('\n');
    expect(lines.filter((line) => !/^[^;]+(;[^;]+)* \d+$/.test(line))).toEqual([]);
    expect(lines).toContainEqual(
      expect.stringMatching(/^GET \/shop\/priced;.*;\w+ \(test\/profiling\/burners\.ts:\d+\)(;[^;]+)* \d+$/),
    );
    const sumMs = lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0) / 1000;
    expect(sumMs).toBeCloseTo(profile.busyMs, 0);
  });

  it('is gzip as pprof, with route, operation and span as labels', async () => {
    const profile = await ofRequest();

    const file = await service.file(profile.id, 'pprof');

    expect(file).toMatchObject({ name: `${profile.id}.pb.gz`, contentType: 'application/octet-stream' });
    const text = gunzipSync(file!.body).toString('latin1');
    const [span] = profile.spans;
    const told = [
      'test/profiling/burners.ts',
      'route',
      'GET /shop/priced',
      'operation_kind',
      'method',
      'span_id',
      'trace_id',
    ];
    expect([...told, span!.spanId, span!.traceId].filter((part) => !text.includes(part))).toEqual([]);
  });

  it('is not there once it had to go', async () => {
    expect(await service.file('cpu-0', 'pprof')).toBeUndefined();
  });
});

describe('A kept heap profile as a file', () => {
  it('is what Chrome DevTools reads, and pprof and collapsed stacks by bytes', async () => {
    const taken = service.heap({ counted: 'allocated', samplingIntervalBytes: 1024 });
    const kept = Array.from({ length: 5000 }, (_, count) => ({ count, hot: hotFunction(0) }));
    await service.stop();
    const profile = await taken;

    const [v8, collapsed, pprof] = await Promise.all([
      service.file(profile.id, 'v8'),
      service.file(profile.id, 'collapsed'),
      service.file(profile.id, 'pprof'),
    ]);

    expect(kept).toHaveLength(5000);
    expect(v8!.name).toBe(`${profile.id}.heapprofile`);
    expect((JSON.parse(String(v8!.body)) as V8HeapProfile).head.callFrame.functionName).toBe('(root)');
    const lines = String(collapsed!.body).trimEnd().split('\n');
    expect(lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)).toBe(profile.bytes);
    expect(gunzipSync(pprof!.body).toString('latin1')).toContain('alloc_space');
  });
});
