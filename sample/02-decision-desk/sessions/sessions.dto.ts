import { Length } from 'class-validator';

export class OpenSessionDto {
  @Length(3, 120)
  readonly title!: string;
}
