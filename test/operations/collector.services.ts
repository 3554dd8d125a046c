/** The generated collector as a real one: what it accepts, keeps and passes on. */
import { spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get } from '@nestjs/common';
import type { ObservabilityOptions } from 'nestjs-observability';
import { closeApplications, startApplication } from '../support/application.js';
import { eventually } from '../support/child-process.js';
import { startOtlpServer, type OtlpServer } from '../support/otlp-server.js';
import { describeWithPrograms } from '../support/stack-programs.js';
import { getInTraces, traceIds } from './known-traces.js';
import { LoopbackStack, readGenerated } from './loopback-stack.js';

@Controller()
class Fates {
  @Get('fine')
  fine(): string {
    return 'fine';
  }

  @Get('slow')
  async slow(): Promise<string> {
    await delay(1100);
    return 'slow';
  }

  @Get('failing')
  failing(): never {
    throw new Error('Nothing works');
  }
}

describeWithPrograms(['collector'], 'The generated collector', (files) => {
  let stack: LoopbackStack;
  /** In Jaeger's place. */
  let receiver: OtlpServer;

  beforeAll(async () => {
    stack = await LoopbackStack.make();
    receiver = await startOtlpServer({ port: stack.port('jaeger:4317') });
    await stack.startCollector(files.collector);
  });

  afterAll(async () => {
    await closeApplications();
    await stack.stop();
    await receiver.stop();
  });

  const startFates = (observability: ObservabilityOptions) =>
    startApplication({
      controllers: [Fates],
      observability: { ...observability, logs: { destination: { write: () => undefined } } },
    });

  it.each(['collector', 'stdout-logs'])('accepts %s.yml as it is', (name) => {
    const file = stack.write(`collector/${name}.yml`, name);

    const { status, stdout, stderr } = spawnSync(files.collector, ['validate', `--config=${file}`], {
      encoding: 'utf8',
    });

    expect({ status, output: stdout + stderr }).toEqual({ status: 0, output: '' });
  });

  it('keeps every trace with an error, every slow one and a share of the rest', async () => {
    const { url } = await startFates({ traces: { exporter: 'otlp', endpoint: stack.url('collector:4317') } });
    const [fine, slow, failing] = [traceIds('fine', 200), traceIds('slow', 10), traceIds('failing', 20)];

    await getInTraces(fine, `${url}/fine`);
    await getInTraces(slow, `${url}/slow`);
    await getInTraces(failing, `${url}/failing`);
    const kept = await eventually(async () => {
      const found = new Set(receiver.spans.map(({ traceId }) => traceId));
      return [...slow, ...failing].every((id) => found.has(id)) ? found : undefined;
    }, 60_000);

    const keptFine = fine.filter((id) => kept.has(id));
    expect(keptFine.length).toBeGreaterThan(5);
    expect(keptFine.length).toBeLessThan(50);
    expect(kept).toEqual(new Set([...keptFine, ...slow, ...failing]));
  });

  it('offers what is pushed to Prometheus under the names and the service that dashboards know', async () => {
    const { url, scrape, close } = await startFates({
      service: { name: 'pushing' },
      metrics: { exporter: ['prometheus', 'otlp'], endpoint: stack.url('collector:4317') },
    });
    await getInTraces(traceIds('pushed', 3), `${url}/fine`);
    const scraped = await scrape();
    await close();

    const offered = await eventually(async () => {
      const page = await (await fetch(`${stack.url('collector:8889')}/metrics`)).text();
      return page.includes('/fine') ? page : undefined;
    });

    const requests = offered.split('\n').find((line) => /^http_requests_total\{.*route="\/fine"/.test(line));
    const [, job = ''] = /job="([^"]*)"/.exec(requests ?? '') ?? [];
    expect(requests).toMatch(/ 3$/);
    expect(job.replace(new RegExp(`^${serviceOfJob()}$`), '$1')).toBe('pushing');
    expect(typesIn(scraped)).toContain('http_request_duration_seconds histogram');
    expect(typesIn(scraped).filter((type) => !typesIn(offered).includes(type))).toEqual([]);
  });

  it('tells of itself where Prometheus asks', async () => {
    const page = await (await fetch(`${stack.url('collector:8888')}/metrics`)).text();

    expect(page).toMatch(/^otelcol_process_uptime\w*\{.*\} [\d.e+]+$/m);
  });
});

/** `http_requests_total counter`, for what has a sample. */
function typesIn(page: string): string[] {
  const types = [...page.matchAll(/^# TYPE (.+)$/gm)].map(([, type = '']) => type);
  return types.filter((type) => new RegExp(`^${type.split(' ')[0]}(_count)?[{ ]`, 'm').test(page));
}

interface ScrapeConfiguration {
  readonly job_name: string;
  readonly metric_relabel_configs?: readonly { readonly regex: string }[];
}

/** How the generated Prometheus reads a service out of what the collector calls a job. */
function serviceOfJob(): string {
  const path = 'prometheus/prometheus.yml';
  const { scrape_configs: jobs } = readGenerated<{ scrape_configs: readonly ScrapeConfiguration[] }>(path);
  return jobs.find(({ job_name }) => job_name === 'otlp')!.metric_relabel_configs![0]!.regex;
}
