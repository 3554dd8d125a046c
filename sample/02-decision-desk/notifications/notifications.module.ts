/** Hears of decisions, whichever instance they were made on. */
import { Module } from '@nestjs/common';
import { NotificationsController } from './notifications.controller.js';

@Module({ controllers: [NotificationsController] })
export class NotificationsModule {}
