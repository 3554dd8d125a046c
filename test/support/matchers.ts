/** Registers the library's own matchers; imported by the specs that use them. */
import { observabilityMatchers } from 'nestjs-observability/testing';

expect.extend(observabilityMatchers as unknown as jest.ExpectExtendMap);

declare global {
  // The shape Jest's own typings prescribe for extensions.
  namespace jest {
    interface Matchers<R> {
      toHaveSample(name: string, labels?: Readonly<Record<string, string>>, value?: number): Promise<R>;
      toHaveSpan(name: string, attributes?: Readonly<Record<string, unknown>>): R;
      toHaveLogged(part: Readonly<Record<string, unknown>>): R;
      toHaveOperation(part: Readonly<Record<string, unknown>>): R;
    }
  }
}
