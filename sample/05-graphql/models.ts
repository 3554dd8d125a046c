/** The schema, code first. */
import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType()
export class Author {
  @Field(() => Int)
  id!: number;

  @Field()
  name!: string;
}

@ObjectType()
export class Book {
  @Field(() => Int)
  id!: number;

  @Field()
  title!: string;

  authorId!: number;
}

@ObjectType()
export class Review {
  @Field(() => Int)
  bookId!: number;

  @Field(() => Int)
  stars!: number;
}
