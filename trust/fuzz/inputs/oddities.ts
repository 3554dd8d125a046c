/** Fragments that parsers stumble over, whatever they read. */
export const oddities: readonly string[] = [
  // Ends, borders and controls.
  '', ' ', '\t', '\n', '\r', '\r\n', '\0', '\u0007', '\u001b[31m', '\u007f', '\u0085', '\u00a0', '\u2028', '\u2029', '\ufeff',
  // Characters that count as one, two or none, and halves of some.
  'ä', 'ß', 'İ', 'ſ', 'é', 'e\u0301', '漢', '😀', '👩‍👩‍👧', '\u200b', '\u200d', '\u202e', '\ud800', '\udc00', '\ud83d', '\ufffe', '\uffff',
  // Quotes, brackets and separators, closed and not.
  "'", '"', '`', '\\', "\\'", '\\"', '\\\\', "''", '""', '(', ')', '[', ']', '{', '}', '<', '>', '</', ',', ';', ':', '::', '=', '==',
  '&', '?', '#', '/', '//', '/*', '*/', '--', '-', '+', '*', '**', '.', '..', '@', '|', '~', '^', '!', '$', '$$', '$1', '%', '%00',
  '%0a', '%20', '%2', '%zz', '%c0%af', '%E2%82', '%F0%9F%98%80',
  // Names that every object has.
  '__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__',
  // Numbers at the edges.
  '0', '-0', '1', '-1', '00', '1e3', '1e308', '1e999', '-1e999', '0x1f', '0b1', '.5', '5.', '1_000', '1,5', 'NaN', 'Infinity',
  '9007199254740991', '9007199254740993', '18446744073709551616', '2147483648', '4294967296', '99999999999999999999999999',
  // Words that mean something.
  'null', 'undefined', 'true', 'false', '[object Object]', 'q=0', 'q=1', ';q=', 'password', 'token', 'secret=',
]; // prettier-ignore
