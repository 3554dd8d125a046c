/**
 * gRPC by its standard health service, without any package: a server that does not offer it says so, which is an answer too.
 * @see https://github.com/grpc/grpc/blob/master/doc/health-checking.md
 */
import { onAbort } from './dependency.js';

interface GrpcError {
  readonly code: number;
  readonly details?: string;
}

export interface GrpcClient {
  getChannel(): { getConnectivityState(tryToConnect: boolean): number };
  makeUnaryRequest(
    path: string,
    serialize: (message: Buffer) => Buffer,
    deserialize: (bytes: Buffer) => Buffer,
    message: Buffer,
    callback: (error: GrpcError | null, answer?: Buffer) => void,
  ): { cancel(): void };
}

const IDLE = 0;
const SERVING = 1;
/** PERMISSION_DENIED, UNIMPLEMENTED, UNAUTHENTICATED: somebody is there and does not talk about health to us. */
const ANSWERS: ReadonlySet<number> = new Set([7, 12, 16]);

/** A channel connects at its first call, and is idle again after its connection is lost. */
export function isConnecting(client: GrpcClient): boolean {
  return client.getChannel().getConnectivityState(false) !== IDLE;
}

/** About the server as a whole: a request without a service's name is an empty message. */
export function askGrpc(client: GrpcClient, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const path = '/grpc.health.v1.Health/Check';
    const call = client.makeUnaryRequest(path, same, same, Buffer.alloc(0), (error, answer) => {
      forget();
      const failure = error === null ? problemIn(answer!) : problemOf(error);
      if (failure === undefined) resolve();
      else reject(new Error(failure));
    });
    const forget = onAbort(signal, () => call.cancel());
  });
}

function same(bytes: Buffer): Buffer {
  return bytes;
}

/** Field 1 is the status; zero is left out on the wire. */
function problemIn(answer: Buffer): string | undefined {
  const status = answer[0] === 0x08 ? answer[1] : 0;
  return status === SERVING ? undefined : `the server says that it is not serving (${status})`;
}

function problemOf({ code, details }: GrpcError): string | undefined {
  return ANSWERS.has(code) ? undefined : (details ?? `gRPC status ${code}`);
}
