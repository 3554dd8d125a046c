/** What a good facilitator asks at each component: the instruction of a real model, the vocabulary of the local one. */
import type { ComponentType } from '../cycles/component-type.js';

export const coaching: Record<ComponentType, readonly string[]> = {
  issue_raising: [
    'What happened that makes this a decision now, and what happens if nobody decides?',
    'Separate the symptom from the issue: who is affected, how often, and how do you know?',
  ],
  problem_frame: [
    'State it as one question that begins with "How might we". What did you leave outside the frame, and why?',
    'Which constraint is real and which is a habit? Widen the frame once before you settle.',
  ],
  objectives: [
    'Ask "why does that matter?" until you reach an end rather than a means, then say how you would measure it.',
    'List what you would regret not having considered; each regret hides an objective.',
  ],
  alternatives: [
    'Two alternatives are a dilemma. Take each objective in turn and find the option that would serve it best.',
    'Add the option of waiting and the option of a small experiment; both are often better than they look.',
  ],
  consequences: [
    'Fill the table cell by cell: one alternative, one objective, one estimate with a range.',
    'Where two alternatives differ by less than your uncertainty, the cell does not decide. Mark it and go on.',
  ],
  tradeoffs: [
    'How much of the second objective would you give up for a little more of the first? Even swaps make it visible.',
    'Strike out what is dominated, then name the one trade-off that is left. That is the decision.',
  ],
  recommendation: [
    'Write it in one sentence: we choose A over B because of C, accepting D. Who must agree, and by when?',
    'Name the evidence that would change your mind, and when you would expect to see it.',
  ],
  decision_quality: [
    'Score the process, not the outcome: frame, alternatives, information, values, reasoning, commitment.',
    'A chain is as good as its weakest link. Which of the six would you improve with one more day?',
  ],
};

export function instructionFor(decision: string, component: ComponentType): string {
  const name = component.replace('_', ' ');
  const examples = coaching[component].join(' ');
  return `You coach people through structured decisions. The decision is "${decision}", the step is ${name}. Ask and advise briefly, like this: ${examples}`;
}
