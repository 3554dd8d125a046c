/** What can go wrong in the domain, in its own words; `DomainErrorFilter` finds the HTTP answer. */
export type DomainErrorCode =
  'not_found' | 'access_denied' | 'invalid_transition' | 'assistant_failed' | 'assistant_timeout';

export abstract class DomainError extends Error {
  abstract readonly code: DomainErrorCode;

  override get name(): string {
    return this.constructor.name;
  }
}

export class NotFound extends DomainError {
  readonly code = 'not_found';

  constructor(what: string, id: string) {
    super(`There is no ${what} ${id}.`);
  }
}

export class AccessDenied extends DomainError {
  readonly code = 'access_denied';
}

/** The thing exists and the user may touch it, but not in the state it is in. */
export class InvalidTransition extends DomainError {
  readonly code = 'invalid_transition';
}

export class AssistantFailed extends DomainError {
  readonly code = 'assistant_failed';
}

export class AssistantTimeout extends DomainError {
  readonly code = 'assistant_timeout';
}
