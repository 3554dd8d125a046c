/** What Nest's decorators have left on a controller and its handler. */
import type { Type } from '@nestjs/common';

export type Role = 'guard' | 'interceptor' | 'pipe' | 'filter';

/** Nest's metadata keys, the same on 11 and 12. */
const ENHANCER_KEYS: Readonly<Record<Role, string>> = {
  guard: '__guards__',
  interceptor: '__interceptors__',
  pipe: '__pipes__',
  filter: '__exceptionFilters__',
};
const VERSION_KEY = '__version__';

export function declaredEnhancers(type: Type | undefined, methodName: string | undefined, role: Role): string[] {
  return placesOf(type, methodName).flatMap((place) => namesOf(Reflect.getMetadata(ENHANCER_KEYS[role], place)));
}

/** The handler's own win over its controller's. */
export function declaredVersions(type: Type | undefined, methodName: string | undefined): string[] {
  const declared = placesOf(type, methodName).map((place) => Reflect.getMetadata(VERSION_KEY, place) as unknown);
  const versions = declared.findLast((version) => version !== undefined);
  if (versions === undefined) return [];
  return [versions].flat().map((version) => (typeof version === 'symbol' ? 'neutral' : String(version)));
}

function placesOf(type: Type | undefined, methodName: string | undefined): object[] {
  if (type === undefined) return [];
  const method = methodName === undefined ? undefined : (type.prototype as Record<string, unknown>)[methodName];
  return typeof method === 'function' ? [type, method] : [type];
}

function namesOf(enhancers: unknown): string[] {
  if (!Array.isArray(enhancers)) return [];
  return enhancers.map((one: unknown) => (typeof one === 'function' ? one.name : (one as object).constructor.name));
}
