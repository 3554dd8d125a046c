import {
  CanActivate,
  Controller,
  ExecutionContext,
  Get,
  Injectable,
  Param,
  ParseIntPipe,
  SetMetadata,
  UseGuards,
  UsePipes,
  ValidationPipe,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { Cron, ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { Counted, Observed, Timed, Traced } from 'nestjs-observability';
import { closeApplications, platforms, startApplication } from '../support/application.js';
import '../support/matchers.js';

const Roles = (...roles: string[]) => SetMetadata('roles', roles);

@Injectable()
class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const needed = this.reflector.get<string[] | undefined>('roles', context.getHandler()) ?? [];
    const { role } = context.switchToHttp().getRequest<{ query: { role?: string } }>().query;
    return needed.every((one) => one === role);
  }
}

@Controller()
class OrderedController {
  @Traced()
  @Timed()
  @Counted()
  @Get('above/:id')
  @UseGuards(RolesGuard)
  @Roles('admin')
  above(@Param('id', ParseIntPipe) id: number): object {
    return { id };
  }

  @Get('below/:id')
  @UseGuards(RolesGuard)
  @Roles('admin')
  @Traced()
  @Timed()
  @Counted()
  below(@Param('id', ParseIntPipe) id: number): object {
    return { id };
  }

  @Traced()
  @Get('between/:id')
  @Timed()
  @UseGuards(RolesGuard)
  @Counted()
  @Roles('admin')
  @UsePipes(new ValidationPipe())
  between(@Param('id', ParseIntPipe) id: number): object {
    return { id };
  }

  @Get('bare/:id')
  @UseGuards(RolesGuard)
  @Roles('admin')
  bare(@Param('id', ParseIntPipe) id: number): object {
    return { id };
  }
}

@Injectable()
class Worker {
  readonly heard: string[] = [];

  @Traced()
  @OnEvent('order.paid')
  @Timed()
  above(order: string): void {
    this.heard.push(`above ${order}`);
  }

  @Cron('0 0 1 1 *', { name: 'yearly' })
  @Observed('yearly')
  yearly(): void {
    this.heard.push('yearly');
  }
}

afterEach(closeApplications);

describe.each(platforms)('Decorators among Nest’s own on %s', (platform) => {
  it.each(['above', 'below', 'between', 'bare'])(
    '%s: routing, guards, metadata and pipes are as undecorated',
    async (place) => {
      const application = await startApplication({ platform, controllers: [OrderedController] });

      const [admin, guest, wrong] = await Promise.all(
        [`/${place}/7?role=admin`, `/${place}/7`, `/${place}/seven?role=admin`].map((path) =>
          application.request(path),
        ),
      );

      expect([admin!.status, guest!.status, wrong!.status]).toEqual([200, 403, 400]);
      expect(await admin!.json()).toEqual({ id: 7 });
      const labels = { class: 'OrderedController', method: place, outcome: 'ok' };
      if (place === 'bare') expect(await application.scrape()).not.toContain('method="bare"');
      else {
        await expect(application).toHaveSample('method_calls_total', labels, 1);
        await expect(application).toHaveSample('method_duration_seconds_count', labels, 1);
        expect(application.recorder).toHaveSpan(`OrderedController.${place}`);
      }
    },
  );
});

describe('Decorators on event handlers and cron jobs', () => {
  it('leave them registered and called with their own this', async () => {
    const application = await startApplication({
      imports: [EventEmitterModule.forRoot(), ScheduleModule.forRoot()],
      providers: [Worker],
    });
    const worker = application.app.get(Worker);

    application.app.get(EventEmitter2).emit('order.paid', '17');
    await application.app.get(SchedulerRegistry).getCronJob('yearly').fireOnTick();

    expect(worker.heard).toEqual(['above 17', 'yearly']);
    await expect(application).toHaveSample('method_duration_seconds_count', { class: 'Worker', method: 'above' }, 1);
    await expect(application).toHaveSample('yearly_duration_seconds_count', { class: 'Worker', outcome: 'ok' }, 1);
    await expect(application).toHaveSample('yearly_active', { class: 'Worker' }, 0);
    expect(application.recorder).toHaveSpan('yearly');
  });
});
