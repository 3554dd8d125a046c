/** A book shop with a GraphQL interface. Each operation gets a loader of its own, so that nobody sees what others have asked for. */
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { ObservabilityModule } from 'nestjs-observability';
import { BooksResolver, type RequestContext } from './books.resolver.js';
import { DatabaseModule } from './database.module.js';
import { Database } from './database.js';
import { Loader } from './loader.js';

// #region module
@Module({
  imports: [
    ObservabilityModule.forRoot({ service: { name: 'books' }, graphql: { resolvers: true } }),
    GraphQLModule.forRootAsync<ApolloDriverConfig>({
      driver: ApolloDriver,
      imports: [DatabaseModule],
      inject: [Database],
      useFactory: (database: Database) => ({
        autoSchemaFile: true,
        context: (): RequestContext => ({ authors: new Loader((ids) => database.authors(ids)) }),
      }),
    }),
    DatabaseModule,
  ],
  providers: [BooksResolver],
})
export class AppModule {}
// #endregion
