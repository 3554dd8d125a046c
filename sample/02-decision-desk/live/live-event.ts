/** What those who have a conversation open are told. */
export type LiveEvent =
  | { readonly type: 'answer.text'; readonly conversationId: string; readonly text: string }
  | {
      readonly type: 'answer.saved';
      readonly conversationId: string;
      readonly messageId: number;
      readonly content: string;
    };
