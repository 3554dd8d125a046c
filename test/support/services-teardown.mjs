// After the tests of jest.services.config.js. A run that never gets here leaves nothing either: the servers end with it.
export default async function tearDown() {
  await globalThis.startedServices?.stop();
}
