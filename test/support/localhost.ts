/** Machines on which the name `localhost` has other addresses than on this one. */
import dns from 'node:dns';

/** As where it has an IPv4 and an IPv6 address. `jest.restoreAllMocks()` undoes it. */
export function resolveLocalhostTo(addresses: readonly string[]): void {
  const lookup = dns.lookup as (...args: unknown[]) => void;
  const all = addresses.map((address) => ({ address, family: 4 }));
  const mocked = (...args: unknown[]): void => {
    const [name, options, done] = args as [string, dns.LookupAllOptions, (...answer: unknown[]) => void];
    if (name === 'localhost' && options.all) done(null, all);
    else lookup(...args);
  };
  jest.spyOn(dns, 'lookup').mockImplementation(mocked as never);
}
