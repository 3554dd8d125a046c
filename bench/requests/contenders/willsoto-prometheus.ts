/** @willsoto/nestjs-prometheus and the interceptor one writes for it: a counter and a histogram by method, route and status. */
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import {
  InjectMetric,
  makeCounterProvider,
  makeHistogramProvider,
  PrometheusModule,
} from '@willsoto/nestjs-prometheus';
import { Counter, Histogram } from 'prom-client';
import { finalize, type Observable } from 'rxjs';
import type { SetUp } from './contender.js';

const labelNames = ['method', 'route', 'status'] as const;

type Labels = (typeof labelNames)[number];

/** As Express or Fastify hands it to an interceptor. */
interface RoutedRequest {
  readonly method: string;
  readonly route?: { readonly path: string };
  readonly routeOptions?: { readonly url: string };
}

@Injectable()
class MetricsInterceptor implements NestInterceptor {
  constructor(
    @InjectMetric('http_requests_total') private readonly requests: Counter<Labels>,
    @InjectMetric('http_request_duration_seconds') private readonly duration: Histogram<Labels>,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const { method, route, routeOptions } = http.getRequest<RoutedRequest>();
    const endTimer = this.duration.startTimer();
    const record = (): void => {
      const { statusCode } = http.getResponse<{ statusCode: number }>();
      const labels = { method, route: route?.path ?? routeOptions?.url ?? 'unknown', status: statusCode };
      this.requests.inc(labels);
      endTimer(labels);
    };
    return next.handle().pipe(finalize(record));
  }
}

export const setUp: SetUp = () => ({
  imports: [PrometheusModule.register()],
  providers: [
    makeCounterProvider({ name: 'http_requests_total', help: 'Requests', labelNames: [...labelNames] }),
    makeHistogramProvider({
      name: 'http_request_duration_seconds',
      help: 'Time to answer',
      labelNames: [...labelNames],
    }),
    { provide: APP_INTERCEPTOR, useClass: MetricsInterceptor },
  ],
});
