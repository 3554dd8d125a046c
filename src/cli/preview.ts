/** The application's modules, put together by Nest without an instance of any of its classes: its preview mode. */
import type { Type } from '@nestjs/common';
import { NestFactory, type ExternalContextCreator, type ModulesContainer } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import { NestApplication } from '../sources/index.js';
import { describeFault } from './application-fault.js';
import type { RootModule } from './root-module.js';
import { UsageError } from './usage-error.js';

export interface Preview {
  readonly application: NestApplication;
  readonly modules: ModulesContainer;
}

/** @throws UsageError when Nest cannot put the modules together */
export async function previewOf({ file, type }: RootModule): Promise<Preview> {
  try {
    const context = await NestFactory.createApplicationContext(type, {
      preview: true,
      abortOnError: false,
      logger: false,
    });
    const { container } = context as unknown as { container: { getModules(): ModulesContainer } };
    const modules = container.getModules();
    return { modules, application: new NestApplication(modules, {} as ExternalContextCreator) };
  } catch (error) {
    throw new UsageError(`${type.name} in ${file} cannot be put together: ${describeFault(error)}`);
  }
}

export function isProvided(token: unknown, { modules }: Preview): boolean {
  return wrapperOf(token, modules) !== undefined;
}

/**
 * The value behind a token: as it was given, or made by its factory where all that needs is known, too. Only what the options of the
 * library depend on is ever made.
 * @throws UsageError when something that it needs is not provided, or cannot be made while nothing is started
 */
export async function valueOf(token: unknown, preview: Preview): Promise<unknown> {
  const wrapper = wrapperOf(token, preview.modules);
  if (wrapper === undefined) throw new UsageError(`nothing provides ${nameOf(token)}.`);
  if (wrapper.metatype === null) return wrapper.instance;
  const needed = await Promise.all(needsOf(wrapper).map((needs) => valueOf(needs, preview)));
  try {
    return await made(wrapper, needed);
  } catch (error) {
    throw new UsageError(`${nameOf(token)} cannot be made while nothing is started: ${describeFault(error)}`);
  }
}

function made({ metatype, inject }: InstanceWrapper, needed: readonly unknown[]): unknown {
  if (inject != null) return (metatype as (...args: readonly unknown[]) => unknown)(...needed);
  return new (metatype as Type)(...needed);
}

/** Tokens, of a factory's parameters or a constructor's. */
function needsOf({ metatype, inject }: InstanceWrapper): readonly unknown[] {
  const declared =
    inject ?? (Reflect.getMetadata('design:paramtypes', metatype as object) as unknown[] | undefined) ?? [];
  return declared.map(tokenOf);
}

function wrapperOf(token: unknown, modules: ModulesContainer): InstanceWrapper | undefined {
  for (const { providers } of modules.values()) {
    const found = providers.get(token as string);
    if (found !== undefined) return found;
  }
  return undefined;
}

function tokenOf(needs: unknown): unknown {
  return typeof needs === 'object' && needs !== null && 'token' in needs ? needs.token : needs;
}

function nameOf(token: unknown): string {
  if (typeof token === 'symbol') return token.description ?? 'a symbol';
  return typeof token === 'function' ? token.name : String(token);
}
