/** How a secret looks once others have written it down: an output that encodes what it tells still tells it. */

/** Shorter pieces could be anybody's. */
const PIECE = 11;
const MIN_PIECE = 10;

/** Beginning and end, so that a text that was cut in the middle of a secret is heard as well. */
export function piecesOf(core: string): readonly string[] {
  if (core.length <= PIECE) return [core];
  return [core.slice(0, PIECE), core.slice(-PIECE)];
}

/** All byte sequences in which one piece may come out. */
export function formsOf(piece: string): readonly string[] {
  const percent = encodeURIComponent(piece);
  const forms = [
    piece,
    percent,
    encodeURIComponent(percent),
    JSON.stringify(piece).slice(1, -1),
    piece.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
    Buffer.from(piece).toString('hex'),
    piece.toLowerCase(),
    piece.toUpperCase(),
    ...base64Forms(piece),
  ];
  return [...new Set(forms)].filter((form) => form.length >= Math.min(MIN_PIECE, piece.length));
}

/** Wherever it stands in what is encoded: at one of three offsets, without the letters that its neighbours have a part in. */
function base64Forms(piece: string): string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.from('\0'.repeat(offset) + piece).toString('base64');
    return encoded.replace(/=+$/, '').slice([0, 2, 3][offset], -1);
  });
}
