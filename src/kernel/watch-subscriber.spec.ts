import { firstValueFrom, Observable, of, throwError, timer } from 'rxjs';
import { finalize, mergeMap, retry, take } from 'rxjs/operators';
import { watchSubscriber } from './watch-subscriber.js';

function watched(source: Observable<unknown>, seen: unknown[]): Observable<unknown> {
  return new Observable((subscriber) => {
    watchSubscriber(subscriber, {
      next: () => seen.push('next'),
      delivered: () => seen.push('delivered'),
      error: (error) => seen.push(error),
      complete: () => seen.push('complete'),
    });
    source.subscribe(subscriber);
  });
}

/** A source whose inner subscription comes after the teardown of whoever listens. */
const late = (teardown: () => void) => timer(1).pipe(mergeMap(() => of(1).pipe(finalize(teardown))));

describe('A watched subscriber', () => {
  it('is told what it would be told, after the watch', () => {
    const seen: unknown[] = [];

    watched(of('a', 'b'), seen).subscribe({ next: (value) => seen.push(value), complete: () => seen.push('over') });

    expect(seen).toEqual(['next', 'a', 'delivered', 'next', 'b', 'delivered', 'complete', 'over']);
  });

  it('gets errors, and each attempt of a repetition is seen', () => {
    const seen: unknown[] = [];
    const failing = watched(
      throwError(() => 'no'),
      seen,
    );

    failing.pipe(retry(1)).subscribe({ error: (error) => seen.push(`got ${String(error)}`) });

    expect(seen).toEqual(['no', 'no', 'got no']);
  });

  it('is told nothing after the end, and neither is the watch', () => {
    const seen: unknown[] = [];
    const goingOn = new Observable((subscriber) => {
      subscriber.complete();
      subscriber.next('late');
      subscriber.error('late');
      subscriber.complete();
    });

    watched(goingOn, seen).subscribe({
      next: (value) => seen.push(value),
      error: (error) => seen.push(`got ${String(error)}`),
      complete: () => seen.push('over'),
    });

    expect(seen.filter((entry) => entry !== 'delivered')).toEqual(['complete', 'over']);
  });

  it('needs no watch of what has been handed over', () => {
    const seen: unknown[] = [];
    const nothing = () => undefined;
    const source = new Observable((subscriber) => {
      watchSubscriber(subscriber, { next: nothing, error: nothing, complete: nothing });
      subscriber.next('a');
    });

    source.subscribe((value) => seen.push(value));

    expect(seen).toEqual(['a']);
  });

  it('may leave while a value is handed over', () => {
    const seen: unknown[] = [];

    watched(of(1, 2, 3), seen)
      .pipe(take(1))
      .subscribe();

    expect(seen).toEqual(['next', 'delivered']);
  });

  it.each([true, false])('tears down in the order in which it would (watched: %s)', async (isWatched) => {
    const order: string[] = [];
    const source = late(() => order.push('inner'));

    await firstValueFrom((isWatched ? watched(source, []) : source).pipe(finalize(() => order.push('outer'))));

    expect(order).toEqual(await teardownOrder());
  });
});

async function teardownOrder(): Promise<readonly string[]> {
  const order: string[] = [];
  await firstValueFrom(late(() => order.push('inner')).pipe(finalize(() => order.push('outer'))));
  return order;
}
