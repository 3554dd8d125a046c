/** Puts the role and the ids of the path on the request's span and log lines, so that one cycle's requests can be found. */
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { ObservabilityService } from 'nestjs-observability';
import type { Observable } from 'rxjs';
import type { User } from '../auth/user.js';

interface DeskRequest {
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly user?: User;
}

@Injectable()
export class AnnotateInterceptor implements NestInterceptor {
  constructor(private readonly observability: ObservabilityService) {}

  /** What comes over a WebSocket has no path. */
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() === 'http') this.annotate(context);
    return next.handle();
  }

  private annotate(context: ExecutionContext): void {
    const { params, user } = context.switchToHttp().getRequest<DeskRequest>();
    this.observability.annotate({
      'desk.user_role': user?.role,
      'desk.session_id': params.sessionId,
      'desk.cycle_id': params.cycleId,
      'desk.conversation_id': params.conversationId,
    });
  }
}
