import { Body, Controller, Get, HttpCode, Param, ParseEnumPipe, ParseUUIDPipe, Post } from '@nestjs/common';
import { CurrentUser } from '../auth/current-user.decorator.js';
import { Roles } from '../auth/roles.guard.js';
import type { User } from '../auth/user.js';
import { componentTypes, type ComponentType } from './component-type.js';
import type { Cycle, CycleRow } from './cycle.js';
import { BranchCycleDto, CompleteComponentDto, CreateCycleDto } from './cycles.dto.js';
import { CyclesService } from './cycles.service.js';

const SessionId = () => Param('sessionId', ParseUUIDPipe);
const CycleId = () => Param('cycleId', ParseUUIDPipe);
/** Only the eight known components pass, which also keeps the `component_type` label of the metrics bounded. */
const Type = () => Param('type', new ParseEnumPipe(componentTypes));

@Controller()
export class CyclesController {
  constructor(private readonly cycles: CyclesService) {}

  @Post('sessions/:sessionId/cycles')
  create(@CurrentUser() user: User, @SessionId() sessionId: string, @Body() { title }: CreateCycleDto): Promise<Cycle> {
    return this.cycles.create(user, sessionId, title);
  }

  @Get('sessions/:sessionId/cycles')
  listOf(@CurrentUser() user: User, @SessionId() sessionId: string): Promise<CycleRow[]> {
    return this.cycles.listOf(user, sessionId);
  }

  @Get('cycles/:cycleId')
  find(@CurrentUser() user: User, @CycleId() id: string): Promise<Cycle> {
    return this.cycles.find(user, id);
  }

  @Post('cycles/:cycleId/components/:type/start')
  @HttpCode(200)
  start(@CurrentUser() user: User, @CycleId() id: string, @Type() type: ComponentType): Promise<Cycle> {
    return this.cycles.start(user, id, type);
  }

  @Post('cycles/:cycleId/components/:type/complete')
  @HttpCode(200)
  complete(
    @CurrentUser() user: User,
    @CycleId() id: string,
    @Type() type: ComponentType,
    @Body() finding: CompleteComponentDto,
  ): Promise<Cycle> {
    return this.cycles.complete(user, id, type, finding);
  }

  @Post('cycles/:cycleId/branches')
  branch(@CurrentUser() user: User, @CycleId() id: string, @Body() { upTo, title }: BranchCycleDto): Promise<Cycle> {
    return this.cycles.branch(user, id, upTo, title);
  }

  @Post('cycles/:cycleId/complete')
  @HttpCode(200)
  @Roles(['facilitator'])
  close(@CurrentUser() user: User, @CycleId() id: string): Promise<Cycle> {
    return this.cycles.close(user, id);
  }
}
