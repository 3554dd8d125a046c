import { Controller, Logger } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { DECISION_MADE, type DecisionMade } from '../cycles/decision-announcer.js';

@Controller()
export class NotificationsController {
  private readonly logger = new Logger(NotificationsController.name);

  @EventPattern(DECISION_MADE)
  onDecisionMade(@Payload() { title, signedBy }: DecisionMade): void {
    this.logger.log(`Decided: ${title}, signed by ${signedBy}`);
  }
}
