/** Adds an element to a bracketed list, as its first: no comma of the list has to be looked for, and comments stay with what they are about. */
import type { SourceFile } from './source-file.js';

/** @param opening index of the bracket that opens the list */
export function insertFirst(file: SourceFile, opening: number, element: string): SourceFile {
  const bracket = file.tokens[opening]!;
  const first = file.tokens[opening + 1]!;
  const isEmpty = file.partnerOf(opening) === opening + 1;
  if (!file.isOnOneLine(bracket.end, first.start)) return onLineOfItsOwn(file, opening, element, isEmpty);
  if (!isEmpty) return file.insert(first.start, `${element}, `);
  const space = bracket.text === '{' ? ' ' : '';
  return file.insert(bracket.end, first.start > bracket.end ? ` ${element}` : space + element + space);
}

function onLineOfItsOwn(file: SourceFile, opening: number, element: string, isEmpty: boolean): SourceFile {
  const { end } = file.tokens[opening]!;
  const next = file.indentationAt(file.tokens[opening + 1]!.start);
  return file.insert(end, `${file.lineEnd}${isEmpty ? next + file.indentation : next}${element},`);
}
