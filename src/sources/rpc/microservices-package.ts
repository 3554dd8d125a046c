/**
 * What is taken from Nest's package itself, in applications that use it: the filter that answers exceptions, and the gRPC client,
 * whose services may be asked for before any instance of it can be found.
 */
import { requirePeer } from '../../config/index.js';
import { currentOperation, wrapMethod, type Method } from '../../kernel/index.js';

interface Microservices {
  readonly BaseRpcExceptionFilter: { readonly prototype: object };
  readonly ClientGrpcProxy: { readonly prototype: object };
}

export function microservices(): Microservices {
  return requirePeer<Microservices>('@nestjs/microservices', 'Observing microservices');
}

/**
 * Nest turns an exception into an error packet inside the framework. Its base filter sees every exception that no filter of the
 * application takes, refusals of guards included, whether phases are observed or not.
 */
export function rememberExceptions(): void {
  wrapMethod(microservices().BaseRpcExceptionFilter.prototype, 'catch', remembering);
}

function remembering(caught: Method): Method {
  return function (exception, ...rest) {
    const operation = currentOperation();
    if (operation !== undefined) operation.scope.error = exception;
    return caught.call(this, exception, ...rest);
  };
}
