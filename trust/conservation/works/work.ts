/** Something that an application does, and the driver's book about it. */
import type { INestApplication } from '@nestjs/common';
import type { Ledger } from '../accounting/ledger.js';
import type { Dice } from '../dice.js';

export interface Desk {
  readonly app: INestApplication;
  readonly ledger: Ledger;
  readonly dice: Dice;
}

export interface Work {
  /** One thing, as the dice fall: something begins, goes on or ends. Over when it has happened. */
  step(): void | Promise<void>;
  /** Whatever is still open ends. */
  finish(): void | Promise<void>;
}

export type StartWork = (desk: Desk) => Work;
