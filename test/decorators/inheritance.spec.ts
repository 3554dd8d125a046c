import {
  CallHandler,
  CanActivate,
  Controller,
  Get,
  Injectable,
  NestInterceptor,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { Counted, Traced } from 'nestjs-observability';
import type { Observable } from 'rxjs';
import { closeApplications, startApplication } from '../support/application.js';
import '../support/matchers.js';

abstract class BaseGuard implements CanActivate {
  @Counted()
  canActivate(): boolean {
    return true;
  }
}

@Injectable()
class RoleGuard extends BaseGuard {}

@Injectable()
class TenantGuard extends BaseGuard {}

@Injectable()
class OwnGuard implements CanActivate {
  @Counted()
  @Traced()
  canActivate(): boolean {
    return true;
  }
}

@Injectable()
class OwnInterceptor implements NestInterceptor {
  @Counted()
  intercept(_context: unknown, next: CallHandler): Observable<unknown> {
    return next.handle();
  }
}

@Controller('base')
class BaseController {
  @Get('name')
  name(): string {
    return this.constructor.name;
  }
}

@Controller('derived')
@UseGuards(RoleGuard, TenantGuard, OwnGuard)
@UseInterceptors(OwnInterceptor)
class DerivedController extends BaseController {}

afterEach(closeApplications);

describe('Inherited and decorated guards, interceptors and handlers', () => {
  it('are phases under their own name and keep what their decorators ask', async () => {
    const application = await startApplication({ controllers: [BaseController, DerivedController] });

    expect(await (await application.request('/derived/name')).text()).toBe('DerivedController');

    for (const interceptor of ['RoleGuard', 'TenantGuard', 'OwnGuard']) {
      await expect(application).toHaveSample('interceptor_actions_total', { interceptor, action: 'allow' }, 1);
    }
    const handled = { interceptor: 'OwnInterceptor', action: 'handle' };
    await expect(application).toHaveSample('interceptor_actions_total', handled, 1);
    const counts = [
      ['BaseGuard', 'canActivate', 2],
      ['OwnGuard', 'canActivate', 1],
      ['OwnInterceptor', 'intercept', 1],
    ] as const;
    for (const [name, method, times] of counts) {
      await expect(application).toHaveSample('method_calls_total', { class: name, method, outcome: 'ok' }, times);
    }
  });

  it('are one span each', async () => {
    const application = await startApplication({
      controllers: [BaseController, DerivedController],
      observability: { traces: { sampleRatio: 1 } },
    });

    await application.request('/derived/name');
    await application.recorder.waitFor(({ spans }) => spans.some(({ name }) => name === 'GET /derived/name'));

    const names = application.recorder.spans.map(({ name }) => name);
    expect(names.filter((name) => /Guard|Controller/.test(name))).toEqual([
      'RoleGuard.canActivate',
      'TenantGuard.canActivate',
      'OwnGuard.canActivate',
      'DerivedController.name',
    ]);
  });
});
