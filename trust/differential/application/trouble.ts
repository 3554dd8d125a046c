/** A request may ask for trouble: `x-trouble: guard=plain` has a guard throw, if there is one. */
import type { ArgumentsHost } from '@nestjs/common';
import { raise, type FaultName } from './faults.js';

export const TROUBLE_HEADER = 'x-trouble';

export const troublePlaces = ['guard', 'refusal', 'before', 'after', 'cache', 'filter'] as const;
export type TroublePlace = (typeof troublePlaces)[number];

/** @throws what the request asks for at this place */
export function meetTrouble(host: ArgumentsHost, place: TroublePlace): void {
  const fault = troubleAt(host, place);
  if (fault !== undefined) raise(fault);
}

export function troubleAt(host: ArgumentsHost, place: TroublePlace): FaultName | undefined {
  const asked = headersOf(host)[TROUBLE_HEADER];
  if (typeof asked !== 'string' || !asked.startsWith(`${place}=`)) return undefined;
  return asked.slice(place.length + 1) as FaultName;
}

/** Of messages: none. */
export function headersOf(host: ArgumentsHost): Readonly<Record<string, unknown>> {
  if (host.getType() !== 'http') return {};
  return host.switchToHttp().getRequest<{ headers: Record<string, unknown> }>().headers;
}
