/** Registers the library's own matchers; imported by the specs that use them. Their types are those of src/testing/jest.ts. */
import { observabilityMatchers } from 'nestjs-observability/testing';

expect.extend(observabilityMatchers);
