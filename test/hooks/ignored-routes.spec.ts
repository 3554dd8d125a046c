import { Controller, Get, VersioningType, type INestApplication } from '@nestjs/common';
import { Observability, ObservabilityService, Traced } from 'nestjs-observability';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import '../support/matchers.js';

@Controller('internal')
@Observability({ ignore: true })
class InternalController {
  @Get('poll/:id')
  poll(): string {
    return this.work();
  }

  @Get('audit')
  @Observability({ ignore: false })
  audit(): string {
    return this.work();
  }

  @Get('broken')
  broken(): never {
    throw new Error('broken');
  }

  @Traced()
  private work(): string {
    return 'done';
  }
}

@Controller({ path: 'versioned', version: '1' })
class FirstController {
  @Get()
  @Observability({ ignore: true })
  get(): string {
    return 'one';
  }
}

@Controller({ path: 'versioned', version: '2' })
class SecondController {
  @Get()
  get(): string {
    return 'two';
  }
}

const requests = ({ recorder }: RunningApplication): string[] =>
  recorder.operations.filter(({ kind }) => kind === 'http.server').map(({ name }) => name);

afterEach(closeApplications);

describe.each(platforms)('@Observability({ ignore }) on %s', (platform) => {
  it('leaves no line, span, metric or event of its routes, and the answer as it is', async () => {
    const application = await startApplication({ platform, controllers: [InternalController] });
    const heard: string[] = [];
    for (const event of ['operation.start', 'operation.end', 'operation.error', 'http.request'] as const) {
      application.app.get(ObservabilityService).on(event, ({ requestId }) => heard.push(`${event} ${requestId}`));
    }

    const ignored = await application.request('/internal/poll/7', { headers: { 'x-request-id': 'ignored' } });
    const broken = await application.request('/internal/broken', { headers: { 'x-request-id': 'ignored' } });
    const observed = await application.request('/internal/audit', { headers: { 'x-request-id': 'observed' } });
    await application.recorder.waitFor(() => heard.includes('operation.end observed'));

    expect([await ignored.text(), broken.status, await observed.text()]).toEqual(['done', 500, 'done']);
    expect(heard.filter((one) => one.endsWith('ignored'))).toEqual([]);
    expect(requests(application)).toEqual(['GET /internal/audit']);
    expect(application.recorder.lines.filter(({ target }) => target === 'HTTP').length).toBe(1);
    expect(application.recorder.spans.map(({ name }) => name)).toEqual([
      'InternalController.work',
      'InternalController.audit',
      'GET /internal/audit',
    ]);
    await expect(application).toHaveSample('http_requests_active', { method: 'GET' }, 0);
    expect(await application.scrape()).not.toContain('/internal/poll');
  });

  it('leaves other versions of the same path alone', async () => {
    const application = await startApplication({
      platform,
      controllers: [FirstController, SecondController],
      configure: (app: INestApplication) => app.enableVersioning({ type: VersioningType.HEADER, header: 'x-version' }),
    });

    const answers = [];
    for (const version of ['1', '2']) {
      answers.push(await (await application.request('/versioned', { headers: { 'x-version': version } })).text());
    }
    await application.recorder.waitFor(() => requests(application).length === 1);

    expect(answers).toEqual(['one', 'two']);
    expect(requests(application)).toEqual(['GET /versioned']);
    await expect(application).toHaveSample('http_requests_total', { route: '/versioned', status: '200' }, 1);
  });
});

describe('@Observability', () => {
  it('refuses a place where it cannot work, and a threshold that is none', () => {
    const decorate = Observability({ ignore: true }) as (...place: unknown[]) => void;

    expect(() => decorate(InternalController.prototype, 'name', undefined)).toThrow(
      '@Observability works on controllers and their handlers only; got InternalController.name',
    );
    expect(() => Observability({ slowMs: -1 })).toThrow(
      'slowMs of @Observability must be a number of at least 0; got -1',
    );
  });
});
