import { Controller, Delete, HttpCode, Param, ParseEnumPipe, Put } from '@nestjs/common';
import { Roles } from '../auth/roles.guard.js';
import { faultNames, Faults, type FaultName } from './faults.js';

const Name = () => Param('name', new ParseEnumPipe(faultNames));

@Controller('faults')
@Roles(['facilitator'])
export class FaultsController {
  constructor(private readonly faults: Faults) {}

  @Put(':name')
  @HttpCode(204)
  begin(@Name() name: FaultName): void {
    this.faults.switchOn(name);
  }

  @Delete(':name')
  @HttpCode(204)
  end(@Name() name: FaultName): void {
    this.faults.switchOff(name);
  }
}
