/** What the examples in the documentation of exports take for granted: a shop with its orders, and things that every application has. */
import type { INestApplication, Type } from '@nestjs/common';
import type { LanguageModel } from 'ai';
import type { Redis } from 'ioredis';
import type { NatsConnection } from '@nats-io/transport-node';

export interface Order {
  readonly id: string;
  readonly total: number;
}

/** Where an example is about something else than orders. */
export declare class Orders {
  open(): readonly Order[];
  openCount(): number;
  find(id: string): Promise<Order>;
  pay(order: Order): Promise<void>;
  ship(id: string): Promise<void>;
  refund(id: string): Promise<void>;
  charge(amount: number): Promise<void>;
}

export declare class ConfigService {
  get(name: string): string | undefined;
}

export declare const AppModule: Type;

export declare const app: INestApplication;
export declare const orders: Orders;
export declare const order: Order;
export declare const metadata: unknown;
export declare const catalogue: { readonly isLoaded: boolean; priceOf(id: string): number; forget(): void };
export declare const licence: { isValid(): boolean };
export declare const page: { render(): Promise<string> };
export declare const bucket: { take(): boolean };
export declare const pool: { query(text: string): Promise<unknown> };
export declare const redis: Redis;
export declare const nats: NatsConnection;
export declare const model: LanguageModel;
export declare const secret: string;
