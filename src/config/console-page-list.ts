/** The type of `consolePages`: pages are code, which stays as it is; what is wrong with any of them is told at start. */
import type { Problem } from '../kernel/index.js';
import { CONSOLE_PAGE_GROUPS, type ConsolePage } from './console-page.options.js';
import { isRecord, judge, refuse, type Complaint, type OptionType } from './option-type.js';

const EXAMPLE = "{ id: 'desk', title: 'Desk', description: 'What lies on it.', sections: () => [] }";
const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const MAX_ID_LENGTH = 40;
/** In the menu there is one line for a title. */
const MAX_TITLE_LENGTH = 60;
const MAX_DESCRIPTION_LENGTH = 300;

export const consolePageList: OptionType = {
  name: 'list of pages',
  check: (candidate) =>
    Array.isArray(candidate)
      ? judge([...candidate], [...candidate].flatMap(complaintsAboutPage))
      : refuse('must be a list of pages', `write e.g. [${EXAMPLE}]`),
};

export function complaintsAboutPage(page: unknown, at: number): Complaint[] {
  if (!isRecord(page)) return [{ at: `[${at}]`, fact: 'must be a page', got: page, fix: `write e.g. ${EXAMPLE}` }];
  return RULES.flatMap(({ key, isRight, fact, fix }) =>
    isRight(page[key]) ? [] : [{ at: `[${at}].${key}`, fact, got: page[key], fix }],
  );
}

/** Those of the options and of all plugins share one menu. */
export function pagesNamedTwice(pages: readonly ConsolePage[]): Problem | undefined {
  const ids = pages.map(({ id }) => id);
  const twice = ids.filter((id, at) => ids.indexOf(id) < at);
  if (twice.length === 0) return undefined;
  return {
    code: 'OBS_ERR_OPTION_INVALID',
    fact: 'consolePages, those of plugins included, must each have an id of its own',
    got: `${[...new Set(twice)].join(', ')} more than once`,
    fix: 'give one of them another id',
  };
}

interface Rule {
  readonly key: keyof ConsolePage;
  readonly isRight: (value: unknown) => boolean;
  readonly fact: string;
  readonly fix: string;
}

const RULES: readonly Rule[] = [
  {
    key: 'id',
    isRight: (id) => isText(id, MAX_ID_LENGTH) && ID.test(id as string),
    fact: `must be lower-case words with hyphens, at most ${MAX_ID_LENGTH} characters`,
    fix: "write e.g. 'order-desk'",
  },
  {
    key: 'title',
    isRight: (title) => isText(title, MAX_TITLE_LENGTH),
    fact: `must be a text of at most ${MAX_TITLE_LENGTH} characters`,
    fix: "write e.g. 'Order desk'",
  },
  {
    key: 'description',
    isRight: (description) => isText(description, MAX_DESCRIPTION_LENGTH),
    fact: `must be a sentence of at most ${MAX_DESCRIPTION_LENGTH} characters`,
    fix: "write e.g. 'What lies on the desk now.'",
  },
  {
    key: 'group',
    isRight: (group) => group === undefined || CONSOLE_PAGE_GROUPS.some((known) => known === group),
    fact: `must be one of ${CONSOLE_PAGE_GROUPS.join(', ')}`,
    fix: "leave it out, or write e.g. 'Work'",
  },
  {
    key: 'requires',
    isRight: (requires) => requires === undefined || isRequirement(requires),
    fact: 'must be { isOn, option }',
    fix: "write e.g. { isOn: () => cache.isOn, option: 'cache.enabled: true' }",
  },
  {
    key: 'sections',
    isRight: (sections) => typeof sections === 'function',
    fact: 'must be a function',
    fix: 'give one that returns a list of sections',
  },
];

function isText(value: unknown, maxLength: number): boolean {
  return typeof value === 'string' && value.trim() !== '' && value.length <= maxLength;
}

function isRequirement(value: unknown): boolean {
  return isRecord(value) && typeof value['isOn'] === 'function' && typeof value['option'] === 'string';
}
