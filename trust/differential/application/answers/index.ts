/** All answers, in one list. */
import type { Answers } from './answer.js';
import { byHand } from './by-hand.js';
import { failures } from './failures.js';
import { streams } from './streams.js';
import { values } from './values.js';

export type { Answer, Handling, ReplyLike } from './answer.js';

const all = { ...values, ...streams, ...byHand, ...failures };

export type AnswerName = keyof typeof all;
export const answerNames = Object.keys(all) as readonly AnswerName[];
export const answers: Answers<AnswerName> = all;
