/** How much text is made at once: a scrape pauses between pieces, and a slow reader never has more than one waiting. */

/** Characters: enough that handing a piece on costs little beside making it. */
const PIECE_LENGTH = 32_768;
/** Items that write little or nothing take time too. */
const PIECE_ITEMS = 512;

/** Whether `text` is enough, written from the last of `itemCount` items. */
export function isPiece(text: string, itemCount: number): boolean {
  return text.length >= PIECE_LENGTH || itemCount % PIECE_ITEMS === 0;
}
