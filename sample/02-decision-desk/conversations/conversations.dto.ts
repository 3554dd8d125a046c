import { IsIn, Length } from 'class-validator';
import { componentTypes, type ComponentType } from '../cycles/component-type.js';

export class StartConversationDto {
  @IsIn(componentTypes)
  readonly component!: ComponentType;
}

export class SendMessageDto {
  @Length(1, 2_000)
  readonly content!: string;
}
