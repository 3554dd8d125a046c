/** A shop with a GraphQL interface, code first: what the GraphQL tests are about. */
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import {
  ForbiddenException,
  Injectable,
  Logger,
  UseGuards,
  UseInterceptors,
  type CallHandler,
  type CanActivate,
  type DynamicModule,
  type NestInterceptor,
} from '@nestjs/common';
import {
  Args,
  Field,
  GraphQLModule,
  Int,
  Mutation,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
  Subscription,
} from '@nestjs/graphql';
import { timeout, type Observable } from 'rxjs';
import { currentOperation } from '../../src/kernel/index.js';
import { startApplication, type ApplicationSpec } from '../support/application.js';

@ObjectType()
export class Order {
  @Field(() => Int)
  id!: number;

  @Field()
  title!: string;
}

@ObjectType()
export class Customer {
  @Field(() => Int)
  id!: number;
}

/** What resolvers saw, and what they wait for. */
@Injectable()
export class Desk {
  readonly seen: string[] = [];
  open!: () => void;
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));

  note(place: string): void {
    const operation = currentOperation();
    this.seen.push(`${place} in ${operation === undefined ? 'nothing' : operation.name}`);
  }
}

@Injectable()
export class DoorGuard implements CanActivate {
  canActivate(): boolean {
    throw new ForbiddenException('closed today');
  }
}

@Injectable()
export class PassInterceptor implements NestInterceptor {
  intercept(_context: unknown, next: CallHandler): Observable<unknown> {
    return next.handle();
  }
}

class ImpatientInterceptor implements NestInterceptor {
  intercept(_context: unknown, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(timeout(20));
  }
}

@Resolver(() => Order)
export class OrdersResolver {
  private readonly logger = new Logger(OrdersResolver.name);

  constructor(private readonly desk: Desk) {}

  @Query(() => [Order])
  @UseInterceptors(PassInterceptor)
  async orders(@Args('count', { type: () => Int, defaultValue: 2 }) count: number): Promise<Order[]> {
    await Promise.resolve();
    this.desk.note('orders');
    this.logger.log('listed');
    return Array.from({ length: count }, (_, id) => ({ id, title: `order ${id}` }));
  }

  @Query(() => Order, { nullable: true })
  order(@Args('title') title: string): Order {
    this.desk.note('order');
    return { id: 1, title };
  }

  @Query(() => String)
  broken(): string {
    throw new RangeError('no such shelf');
  }

  @Query(() => String)
  forbidden(): string {
    throw new ForbiddenException('staff only');
  }

  @Query(() => String)
  @UseGuards(DoorGuard)
  guarded(): string {
    return 'never';
  }

  @Query(() => String)
  async slow(): Promise<string> {
    this.desk.note('slow');
    await this.desk.opened;
    return 'at last';
  }

  @Query(() => String)
  @UseInterceptors(ImpatientInterceptor)
  async impatient(): Promise<string> {
    await this.desk.opened;
    return 'too late';
  }

  @Mutation(() => Order)
  place(@Args('title') title: string): Order {
    return { id: 9, title };
  }

  @ResolveField(() => String, { nullable: true })
  async note(@Parent() order: Order): Promise<string> {
    await Promise.resolve();
    this.desk.note('note');
    return `note ${order.id}`;
  }

  @Subscription(() => Int)
  countdown(@Args('from', { type: () => Int }) from: number): AsyncGenerator<{ countdown: number }> {
    return this.count(from);
  }

  @Subscription(() => Int)
  endless(): AsyncIterableIterator<{ endless: number }> {
    return oneEvent({ endless: 0 });
  }

  private async *count(from: number): AsyncGenerator<{ countdown: number }> {
    for (let left = from; left > 0; left--) {
      this.desk.note(`count ${left}`);
      yield { countdown: left };
      if (left === 13) throw new RangeError('unlucky');
    }
  }
}

/** As PubSub libraries have it: an iterator that gives one event, and ends when it is told to. */
function oneEvent<T>(event: T): AsyncIterableIterator<T> {
  let end!: (result: IteratorReturnResult<undefined>) => void;
  const ended = new Promise<IteratorReturnResult<undefined>>((resolve) => (end = resolve));
  const events = [event];
  return {
    next: () => {
      const value = events.shift();
      return value === undefined ? ended : Promise.resolve({ done: false, value });
    },
    return: () => {
      end({ done: true, value: undefined });
      return ended;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

const providers = [Desk, OrdersResolver, DoorGuard];

function graphqlModule(options: Partial<ApolloDriverConfig> = {}): DynamicModule {
  return GraphQLModule.forRoot<ApolloDriverConfig>({
    driver: ApolloDriver,
    autoSchemaFile: true,
    graphiql: false,
    subscriptions: { 'graphql-ws': true },
    includeStacktraceInErrorResponses: false,
    ...options,
  });
}

interface ShopSpec extends Partial<ApplicationSpec> {
  readonly graphql?: Partial<ApolloDriverConfig>;
  /** Another endpoint with the same resolvers. */
  readonly second?: Partial<ApolloDriverConfig>;
}

export async function startShop({ graphql, second, ...spec }: ShopSpec = {}) {
  const application = await startApplication({
    imports: [graphqlModule(graphql), ...(second === undefined ? [] : [graphqlModule(second)])],
    providers,
    ...spec,
  });
  const { recorder } = application;
  const post = (body: unknown, signal?: AbortSignal) =>
    application.request('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });
  return {
    ...application,
    post,
    desk: application.app.get(Desk),
    operations: () => recorder.operations.filter(({ kind }) => kind === 'graphql.server'),
    spanOf: (name: string) => recorder.spans.find((span) => span.name === name)!,
    requestsEnded: (count: number) =>
      recorder.waitFor(({ operations }) => operations.filter(({ kind }) => kind === 'http.server').length === count),
  };
}
