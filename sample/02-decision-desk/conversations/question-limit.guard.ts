/** How often one user may ask: the assistant is paid by the word. */
import { Injectable } from '@nestjs/common';
import { ThrottlerGuard } from '@nestjs/throttler';
import type { AuthenticatedRequest } from '../auth/auth.guard.js';

@Injectable()
export class QuestionLimitGuard extends ThrottlerGuard {
  protected override async getTracker({ user }: AuthenticatedRequest): Promise<string> {
    return user?.id ?? 'nobody';
  }
}
