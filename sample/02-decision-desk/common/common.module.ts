/** What every feature stands on: settings, input checks, error answers. */
import { Global, Module, ValidationPipe } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { AnnotateInterceptor } from './annotate.interceptor.js';
import { DomainErrorFilter } from './domain-error.filter.js';
import { readSettings, SETTINGS } from './settings.js';

@Global()
@Module({
  providers: [
    { provide: SETTINGS, useFactory: () => readSettings(process.env) },
    {
      provide: APP_PIPE,
      useValue: new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }),
    },
    { provide: APP_FILTER, useClass: DomainErrorFilter },
    { provide: APP_INTERCEPTOR, useClass: AnnotateInterceptor },
  ],
  exports: [SETTINGS],
})
export class CommonModule {}
