import { IsIn, IsInt, IsOptional, Length, Max, Min } from 'class-validator';
import { componentTypes, type ComponentType } from './component-type.js';

export class CreateCycleDto {
  @Length(3, 120)
  readonly title!: string;
}

export class BranchCycleDto {
  @Length(3, 120)
  readonly title!: string;

  /** The last component that the branch takes over. */
  @IsIn(componentTypes)
  readonly upTo!: ComponentType;
}

export class CompleteComponentDto {
  @Length(1, 4_000)
  readonly content!: string;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  readonly score?: number;
}
