/** Real child processes in a real application: every sample, span and log line compared with what happened. */
import { exec, fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Controller, Get } from '@nestjs/common';
import { ProcessesInstrument, type ProcessHandle } from 'nestjs-observability/instruments';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { countsOfFamily } from '../support/samples.js';
import { collectGarbage } from '../support/garbage.js';
import '../support/matchers.js';

const node = process.execPath;
const children = new Set<ChildProcess>();

@Controller('export')
class ExportController {
  constructor(private readonly processes: ProcessesInstrument) {}

  @Get()
  async export(): Promise<string> {
    const { outcome } = await this.processes.spawn(node, ['-e', ''], { name: 'exporter' }).ended;
    return outcome;
  }
}

let application: RunningApplication;
let processes: ProcessesInstrument;

beforeEach(async () => {
  application = await startApplication({ controllers: [ExportController] });
  processes = application.app.get(ProcessesInstrument);
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  await closeApplications();
});

const samples = () => countsOfFamily(application, /^child_process/);
const tasks = () => countsOfFamily(application, /^process_task/);
const operations = () => application.recorder.operations.filter(({ kind }) => kind === 'child.process');
const misuses = () => countsOfFamily(application, /^observability_instrument_misuses_total/);

/** Says `ready` once it listens to whatever it listens to. */
const READY = 'process.stdout.write("ready\\n");';
const STAYS = `setInterval(() => {}, 1000);${READY}`;

function run(script: string, options: object = {}): ProcessHandle {
  const handle = processes.spawn(node, ['-e', script], { name: 'helper', ...options });
  children.add(handle.child);
  handle.child.on('error', () => undefined);
  return handle;
}

async function running(script: string, options: object = {}): Promise<ProcessHandle> {
  const handle = run(script, options);
  await once(handle.child.stdout!, 'data');
  return handle;
}

describe('a command line that is no program', () => {
  it('is named by its first word and told without its arguments', async () => {
    await once(spawn('no-tool --token hunter2', ['hunter3']), 'error');
    await once(processes.spawn('no-tool --token hunter2').child, 'error');

    expect(await samples()).toEqual({
      'child_process_spawns_total{process="no-tool"}': 2,
      'child_processes_active{process="no-tool"}': 0,
      'child_process_healthy{process="no-tool"}': 0,
      'child_process_exits_total{process="no-tool",outcome="crashed"}': 2,
    });
    expect(application.recorder).toHaveLogged({
      target: 'Process',
      err: expect.objectContaining({ message: 'could not be started: ENOENT' }),
    });
    const { spans, lines } = application.recorder;
    const told = spans.map(({ name, attributes, events, status }) => ({ name, attributes, events, status }));
    expect(JSON.stringify([told, lines])).not.toContain('hunter');
  });
});

describe('a child process started here', () => {
  it('is refused by the error of Node, whatever is given as a program', () => {
    const refusal = (start: () => unknown) => {
      try {
        return start();
      } catch (error) {
        return (error as Error).message;
      }
    };

    expect(refusal(() => processes.spawn(undefined as never))).toBe(refusal(() => spawn(undefined as never)));
  });

  it('knows a signal in lower case, as Node does', async () => {
    const handle = await running(STAYS);
    handle.child.kill('sigterm' as NodeJS.Signals);

    expect(await handle.ended).toEqual({ outcome: 'graceful', exitCode: null, signal: 'SIGTERM' });
  });

  it('is not started anew for ever where nobody said how often', async () => {
    const handle = run('process.exit(1)', { restart: {} });

    expect([(await handle.ended).outcome, handle.restartCount]).toEqual(['crashed', 0]);
    expect(await misuses()).toEqual({
      'observability_instrument_misuses_total{instrument="processes",misuse="invalid_option"}': 1,
    });
  });

  it('is no child of another application in this process', async () => {
    const newest = await startApplication({ imports: [] });
    await run('').ended;
    newest.app.get(ProcessesInstrument);

    expect(await countsOfFamily(newest, /^child_process_/)).toEqual({});
    await expect(application).toHaveSample('child_process_spawns_total', { process: 'helper' }, 1);
  });

  it('that exits with 0 has ended gracefully', async () => {
    const end = await run('').ended;

    expect(end).toEqual({ outcome: 'graceful', exitCode: 0, signal: null });
    expect(await samples()).toEqual({
      'child_process_spawns_total{process="helper"}': 1,
      'child_process_spawn_duration_seconds_count{process="helper"}': 1,
      'child_processes_active{process="helper"}': 0,
      'child_process_lifetime_seconds_count{process="helper"}': 1,
      'child_process_exits_total{process="helper",outcome="graceful"}': 1,
    });
  });

  it('is active, healthy and has pipes while it runs', async () => {
    await running(STAYS);

    expect(await samples()).toEqual({
      'child_process_spawns_total{process="helper"}': 1,
      'child_process_spawn_duration_seconds_count{process="helper"}': 1,
      'child_processes_active{process="helper"}': 1,
      'child_process_healthy{process="helper"}': 1,
      'child_process_pipe_utilization_ratio{process="helper",pipe="stdin"}': 0,
      'child_process_pipe_utilization_ratio{process="helper",pipe="stdout"}': 0,
      'child_process_pipe_utilization_ratio{process="helper",pipe="stderr"}': 0,
    });
    expect(processes.runningCount).toBe(1);
  });

  it('that exits with another code has crashed, and is unhealthy until the next one starts', async () => {
    const end = await run('process.exit(3)').ended;

    expect(end).toEqual({ outcome: 'crashed', exitCode: 3, signal: null });
    const crashed = {
      'child_process_spawns_total{process="helper"}': 1,
      'child_process_spawn_duration_seconds_count{process="helper"}': 1,
      'child_processes_active{process="helper"}': 0,
      'child_process_lifetime_seconds_count{process="helper"}': 1,
      'child_process_exits_total{process="helper",outcome="crashed"}': 1,
      'child_process_healthy{process="helper"}': 0,
    };
    expect(await samples()).toEqual(crashed);

    await running(STAYS);
    expect(await samples()).toMatchObject({
      'child_process_healthy{process="helper"}': 1,
      'child_processes_active{process="helper"}': 1,
    });
  });

  it('that ends by the SIGTERM it was sent has ended gracefully, and its termination is timed', async () => {
    const handle = await running(STAYS);

    const end = await handle.terminate();

    expect(end).toEqual({ outcome: 'graceful', exitCode: null, signal: 'SIGTERM' });
    expect(await samples()).toEqual({
      'child_process_spawns_total{process="helper"}': 1,
      'child_process_spawn_duration_seconds_count{process="helper"}': 1,
      'child_processes_active{process="helper"}': 0,
      'child_process_lifetime_seconds_count{process="helper"}': 1,
      'child_process_exits_total{process="helper",outcome="graceful"}': 1,
      'child_process_termination_duration_seconds_count{process="helper"}': 1,
    });
  });

  it('that does not listen to SIGTERM is killed after the grace', async () => {
    const handle = await running(`process.on('SIGTERM', () => {});${STAYS}`);

    const end = await handle.terminate(120);

    expect(end).toEqual({ outcome: 'forced', exitCode: null, signal: 'SIGKILL' });
    expect(await samples()).toEqual({
      'child_process_spawns_total{process="helper"}': 1,
      'child_process_spawn_duration_seconds_count{process="helper"}': 1,
      'child_processes_active{process="helper"}': 0,
      'child_process_lifetime_seconds_count{process="helper"}': 1,
      'child_process_exits_total{process="helper",outcome="forced"}': 1,
      'child_process_termination_duration_seconds_count{process="helper"}': 1,
    });
    const sum = /^child_process_termination_duration_seconds_sum\{process="helper"\} (\S+)$/m;
    const seconds = Number(sum.exec(await application.scrape())![1]);
    expect(seconds).toBeGreaterThan(0.11);
    expect(seconds).toBeLessThan(60);
  });

  it('that its holder kills has ended by force, and one that somebody else kills has crashed', async () => {
    const [held, other] = [await running(STAYS), await running(STAYS)];

    held.child.kill('SIGKILL');
    process.kill(other.child.pid!, 'SIGKILL');

    expect([(await held.ended).outcome, (await other.ended).outcome]).toEqual(['forced', 'crashed']);
    expect(await samples()).toMatchObject({
      'child_process_exits_total{process="helper",outcome="forced"}': 1,
      'child_process_exits_total{process="helper",outcome="crashed"}': 1,
      'child_process_termination_duration_seconds_count{process="helper"}': 1,
    });
  });

  it('that a shell reports as ended by the SIGTERM it was sent has ended gracefully', async () => {
    const handle = await running(`process.on('SIGTERM', () => process.exit(143));${STAYS}`);

    expect((await handle.terminate()).outcome).toBe('graceful');
  });

  it('that does not exist has crashed, and was never active', async () => {
    const handle = processes.spawn('no-such-program', [], { name: 'ghost' });
    const errors: unknown[] = [];
    handle.child.on('error', (error) => errors.push(error));

    const end = await handle.ended;

    expect(end).toMatchObject({ outcome: 'crashed', exitCode: null, signal: null, error: { code: 'ENOENT' } });
    expect(errors).toEqual([end.error]);
    expect(await samples()).toEqual({
      'child_process_spawns_total{process="ghost"}': 1,
      'child_processes_active{process="ghost"}': 0,
      'child_process_exits_total{process="ghost",outcome="crashed"}': 1,
      'child_process_healthy{process="ghost"}': 0,
    });
    expect(operations()).toMatchObject([{ outcome: 'error', attributes: { 'error.type': 'ENOENT' } }]);
  });

  it('that spawn itself refuses is counted, and the error is thrown as ever', async () => {
    expect(() => processes.spawn(node, ['a'.repeat(5_000_000)], { name: 'huge' })).toThrow(/E2BIG/);

    expect(await samples()).toEqual({
      'child_process_spawns_total{process="huge"}': 1,
      'child_process_exits_total{process="huge",outcome="crashed"}': 1,
      'child_process_healthy{process="huge"}': 0,
    });
  });

  it('starts anew as often as it may, and then stays down', async () => {
    const restarted: ChildProcess[] = [];
    const onRestarted = (child: ChildProcess) => restarted.push(child);
    const handle = run('process.exit(3)', { restart: { max: 2, delayMs: 5, onRestarted } });
    const first = handle.child;

    const end = await handle.ended;

    expect(end).toMatchObject({ outcome: 'crashed', exitCode: 3 });
    expect(handle.restartCount).toBe(2);
    expect(restarted).toHaveLength(2);
    expect(handle.child).toBe(restarted[1]);
    expect(handle.child).not.toBe(first);
    expect(await samples()).toEqual({
      'child_process_spawns_total{process="helper"}': 3,
      'child_process_spawn_duration_seconds_count{process="helper"}': 3,
      'child_processes_active{process="helper"}': 0,
      'child_process_lifetime_seconds_count{process="helper"}': 3,
      'child_process_exits_total{process="helper",outcome="crashed"}': 3,
      'child_process_restarts_total{process="helper"}': 2,
      'child_process_healthy{process="helper"}': 0,
    });
  });

  it('is not started anew after it was asked to end', async () => {
    const handle = await running(`process.on('SIGTERM', () => process.exit(9));${STAYS}`, { restart: { max: 5 } });

    expect(await handle.terminate()).toEqual({ outcome: 'crashed', exitCode: 9, signal: null });
    expect(handle.restartCount).toBe(0);
    expect(handle.isEnded).toBe(true);
  });

  it('is unhealthy while its holder says that it does not answer', async () => {
    const handle = await running(STAYS);

    handle.unresponsive();
    expect(await samples()).toMatchObject({ 'child_process_healthy{process="helper"}': 0 });
    handle.responsive();
    expect(await samples()).toMatchObject({ 'child_process_healthy{process="helper"}': 1 });
  });

  it('shows how full its pipes are', async () => {
    const { child } = await running(STAYS);
    const chunk = Buffer.alloc(child.stdin!.writableHighWaterMark * 64);

    child.stdin!.write(chunk);

    const { 'child_process_pipe_utilization_ratio{process="helper",pipe="stdin"}': ratio } = await samples();
    expect(ratio).toBe(64);
    child.stdin!.destroy();
    expect(await samples()).not.toHaveProperty(['child_process_pipe_utilization_ratio{process="helper",pipe="stdin"}']);
  });

  it('is a trace of its own with a link to the request that started it, and one log line', async () => {
    const answer = await application.request('/export?secret=1');

    expect(await answer.text()).toBe('graceful');
    const { recorder } = application;
    await recorder.waitFor(() => recorder.spans.some(({ name }) => name === 'ExportController.export'));
    const span = recorder.spans.find(({ name }) => name === 'process exporter')!;
    const handler = recorder.spans.find(({ name }) => name === 'ExportController.export')!;
    expect(span.parentSpanContext).toBeUndefined();
    expect(span.links.map(({ context }) => context.spanId)).toEqual([handler.spanContext().spanId]);
    expect(span.attributes).toEqual({
      'process.pid': expect.any(Number),
      'process.executable.name': 'node',
      'process.exit.code': 0,
      'process.exit.outcome': 'graceful',
    });
    expect(recorder.lines.filter(({ target }) => target === 'Process')).toMatchObject([
      { level: 'INFO', outcome: 'ok', message: expect.stringMatching(/^process exporter ok/) },
    ]);
  });

  it('says in its log line how it crashed', async () => {
    await run('process.exit(3)').ended;

    expect(JSON.stringify(application.recorder.lines.filter(({ target }) => target === 'Process'))).toContain(
      'exited with code 3',
    );
  });
});

describe('a child process made elsewhere', () => {
  it('is seen without a word, under the name of its program', async () => {
    const child = spawn(node, ['-e', STAYS]);
    children.add(child);
    await once(child.stdout, 'data');

    expect(await samples()).toEqual({
      'child_process_spawns_total{process="node"}': 1,
      'child_process_spawn_duration_seconds_count{process="node"}': 1,
      'child_processes_active{process="node"}': 1,
      'child_process_healthy{process="node"}': 1,
      'child_process_pipe_utilization_ratio{process="node",pipe="stdin"}': 0,
      'child_process_pipe_utilization_ratio{process="node",pipe="stdout"}': 0,
      'child_process_pipe_utilization_ratio{process="node",pipe="stderr"}': 0,
    });
    expect(await tasks()).toEqual({ 'process_task_spawns_total{kind="child"}': 1 });

    child.kill();
    await once(child, 'exit');
    expect(await samples()).toEqual({
      'child_process_spawns_total{process="node"}': 1,
      'child_process_spawn_duration_seconds_count{process="node"}': 1,
      'child_processes_active{process="node"}': 0,
      'child_process_lifetime_seconds_count{process="node"}': 1,
      'child_process_exits_total{process="node",outcome="graceful"}': 1,
      'child_process_termination_duration_seconds_count{process="node"}': 1,
    });
  });

  it('is seen when it does not exist, and when spawn refuses it nothing waits for it', async () => {
    const child = spawn('no-such-program', []);
    await once(child, 'error').catch(() => undefined);
    expect(() => spawn(node, ['a'.repeat(5_000_000)])).toThrow(/E2BIG/);
    await wait(5);

    expect(await samples()).toEqual({
      'child_process_spawns_total{process="no-such-program"}': 1,
      'child_processes_active{process="no-such-program"}': 0,
      'child_process_exits_total{process="no-such-program",outcome="crashed"}': 1,
      'child_process_healthy{process="no-such-program"}': 0,
    });
    expect(processes.runningCount).toBe(0);
  });

  it('has the name that is said in the turn in which it is made, and is counted once', async () => {
    const child = fork('-', { execArgv: ['-e', ''] });
    const handle = processes.observe(child, { name: 'renderer' });

    expect(processes.observe(child)).toBe(handle);
    expect(handle.child).toBe(child);
    expect(await handle.ended).toMatchObject({ outcome: 'graceful' });
    expect(await samples()).toMatchObject({
      'child_process_spawns_total{process="renderer"}': 1,
      'child_process_exits_total{process="renderer",outcome="graceful"}': 1,
    });
    expect(operations()).toHaveLength(1);
    expect(await misuses()).toEqual({});
  });

  it('keeps its name when it is named late, which is counted as a misuse', async () => {
    const child = spawn(node, ['-e', STAYS]);
    children.add(child);
    await once(child, 'spawn');

    const handle = processes.observe(child, { name: 'renderer' });

    expect(handle.name).toBe('node');
    expect(await misuses()).toEqual({
      'observability_instrument_misuses_total{instrument="processes",misuse="named_late"}': 1,
    });
  });

  it('that is shown after its end is not counted', async () => {
    await application.close();
    application = await startApplication({ observability: { processes: { enabled: false } } });
    processes = application.app.get(ProcessesInstrument);
    const child = spawn(node, ['-e', '']);
    await once(child, 'exit');

    const handle = processes.observe(child);

    expect(await handle.ended).toEqual({ outcome: 'graceful', exitCode: 0, signal: null });
    expect(await samples()).toEqual({ 'child_processes_active{process="node"}': 0 });
    expect(await misuses()).toEqual({
      'observability_instrument_misuses_total{instrument="processes",misuse="observed_after_exit"}': 1,
    });
  });

  it('is not seen by an application that does not want to', async () => {
    await application.close();
    application = await startApplication({ observability: { processes: { enabled: false } } });

    await new Promise((resolve) => exec('exit 0', resolve));

    expect({ ...(await samples()), ...(await tasks()) }).toEqual({});
  });

  it('belongs to one application of several in a process', async () => {
    const newest = await startApplication({});
    const child = spawn(node, ['-e', '']);
    await once(child, 'exit');

    expect({ ...(await samples()), ...(await tasks()) }).toEqual({});
    expect(await countsOfFamily(newest, /^process_task/)).toEqual({ 'process_task_spawns_total{kind="child"}': 1 });
    expect(await countsOfFamily(newest, /^child_process_exits/)).toEqual({
      'child_process_exits_total{process="node",outcome="graceful"}': 1,
    });
  });

  it('that is a worker thread is counted as a task', async () => {
    const worker = new Worker('', { eval: true });
    await once(worker, 'exit');

    expect(await tasks()).toEqual({ 'process_task_spawns_total{kind="worker"}': 1 });
  });
});

describe('to be observed', () => {
  it('changes nothing about a child: listeners, streams and an unhandled error are as ever', async () => {
    const child = spawn(node, ['-e', STAYS]);
    children.add(child);
    await once(child, 'spawn');

    expect(child.listenerCount('error')).toBe(0);
    expect(child.stdout.readableFlowing).toBeNull();
    expect(Object.hasOwn(child, 'kill')).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(child.eventNames()).toEqual([]);
  });

  it('keeps no child alive, and what never tells of its end is counted as leaked', async () => {
    await showSomethingThatNeverEnds();
    await collectGarbage();

    expect(await misuses()).toEqual({
      'observability_instrument_misuses_total{instrument="processes",misuse="leaked"}': 1,
    });
    expect(await samples()).toMatchObject({ 'child_processes_active{process="mock"}': 0 });
  }, 60_000);

  it('ends with the application, and the child goes on without listeners of ours', async () => {
    const child = spawn(node, ['-e', STAYS]);
    children.add(child);
    await once(child, 'spawn');

    await application.close();

    expect(operations().map(({ outcome }) => outcome)).toEqual(['canceled']);
    expect(child.eventNames()).toEqual([]);
    expect(child.exitCode).toBeNull();
    const another = spawn(node, ['-e', '']);
    await once(another, 'exit');
    expect(operations()).toHaveLength(1);
  });

  it('ends with the application, and a termination that was begun is still carried out', async () => {
    const handle = await running(`process.on('SIGTERM', () => {});${STAYS}`, { restart: { max: 3 } });

    const ended = handle.terminate(150);
    await application.close();

    expect(await ended).toEqual({ outcome: 'forced', exitCode: null, signal: 'SIGKILL' });
  });

  it('bounds the names', async () => {
    for (let index = 0; index < 102; index++) expect(() => processes.spawn('', [], { name: `job-${index}` })).toThrow();

    expect(await samples()).toMatchObject({ 'child_process_spawns_total{process="_OTHER"}': 2 });
  });
});

async function showSomethingThatNeverEnds(): Promise<void> {
  const { EventEmitter } = await import('node:events');
  const mock = Object.assign(new EventEmitter(), { exitCode: null, signalCode: null, pid: 1, spawnfile: 'mock' });
  processes.observe(mock as unknown as ChildProcess);
}
