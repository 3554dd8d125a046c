// Prints every alert that Alertmanager sends, one line each.
import { createServer } from 'node:http';

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    for (const { status, labels, annotations } of JSON.parse(Buffer.concat(chunks).toString()).alerts)
      console.log(JSON.stringify({ status, ...labels, ...annotations }));
    response.end();
  } catch (error) {
    response.writeHead(400).end(String(error));
  }
}).listen(8080);
