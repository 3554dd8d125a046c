/** Gives every domain error its HTTP status, on Express and Fastify alike. */
import { Catch, HttpException, HttpStatus, type ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { DomainError, type DomainErrorCode } from './domain-error.js';

const statusOf: Record<DomainErrorCode, HttpStatus> = {
  not_found: HttpStatus.NOT_FOUND,
  access_denied: HttpStatus.FORBIDDEN,
  invalid_transition: HttpStatus.CONFLICT,
  assistant_failed: HttpStatus.BAD_GATEWAY,
  assistant_timeout: HttpStatus.GATEWAY_TIMEOUT,
};

@Catch(DomainError)
export class DomainErrorFilter extends BaseExceptionFilter<DomainError> {
  override catch(error: DomainError, host: ArgumentsHost): void {
    const statusCode = statusOf[error.code];
    const answer = { statusCode, error: error.code, message: error.message };
    super.catch(new HttpException(answer, statusCode, { cause: error }) as unknown as DomainError, host);
  }
}
