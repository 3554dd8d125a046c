/** What happens to the desk's users once in many walks, done at once: an error, and a document that its helper dies over. */
const headers = { 'content-type': 'application/json', 'x-user-id': 'ada' };

export async function doWhatIsSeldom(desk: string): Promise<void> {
  await readInVain(desk);
  await printTheIndigestible(desk);
}

/** Promises are broken: a counter that Prometheus has seen before has to rise. */
export async function readInVain(desk: string): Promise<void> {
  await fetch(`${desk}/faults/errors`, { method: 'PUT', headers });
  for (let tries = 0; tries < 4; tries++) await fetch(`${desk}/sessions`, { headers });
  await fetch(`${desk}/faults/errors`, { method: 'DELETE', headers });
}

async function printTheIndigestible(desk: string): Promise<void> {
  const post = async (path: string, body: object): Promise<string> => {
    const response = await fetch(desk + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return ((await response.json()) as { id: string }).id;
  };
  const title = 'Choose a typeface (7)';
  const session = await post('/sessions', { title });
  const cycle = await post(`/sessions/${session}/cycles`, { title });
  await post(`/cycles/${cycle}/documents`, {});
}
