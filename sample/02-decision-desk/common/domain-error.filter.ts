/** Gives every domain error its HTTP status, on Express and Fastify alike. */
import { Catch, HttpStatus, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { DomainError, type DomainErrorCode } from './domain-error.js';

const statusOf: Record<DomainErrorCode, HttpStatus> = {
  not_found: HttpStatus.NOT_FOUND,
  access_denied: HttpStatus.FORBIDDEN,
  invalid_transition: HttpStatus.CONFLICT,
  assistant_failed: HttpStatus.BAD_GATEWAY,
  assistant_timeout: HttpStatus.GATEWAY_TIMEOUT,
};

@Catch(DomainError)
export class DomainErrorFilter implements ExceptionFilter<DomainError> {
  constructor(private readonly adapterHost: HttpAdapterHost) {}

  catch({ code, message }: DomainError, host: ArgumentsHost): void {
    const statusCode = statusOf[code];
    const response: unknown = host.switchToHttp().getResponse();
    this.adapterHost.httpAdapter.reply(response, { statusCode, error: code, message }, statusCode);
  }
}
