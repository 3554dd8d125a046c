/** Who bids: in a real auction a session or a token would tell; here the address does, `/bidding?name=ada`. */
export function bidderIn(url: string): string | undefined {
  return new URL(url, 'http://localhost').searchParams.get('name') ?? undefined;
}
