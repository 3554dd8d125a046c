/** Only the eight known components pass; this also keeps the `component_type` label of the metrics bounded. */
import { BadRequestException, Injectable, type PipeTransform } from '@nestjs/common';
import { componentTypes, type ComponentType } from './component-type.js';

@Injectable()
export class ParseComponentTypePipe implements PipeTransform<string, ComponentType> {
  transform(value: string): ComponentType {
    const type = componentTypes.find((known) => known === value);
    if (type === undefined)
      throw new BadRequestException(`There is no component "${value}"; use ${componentTypes.join(', ')}.`);
    return type;
  }
}
