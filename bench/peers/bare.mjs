/** A server that answers every request alike: the floor of a mock. `node bare.mjs fixed|live [KEY CERT]` prints its port. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecure } from 'node:https';

const [kind, key, cert] = process.argv.slice(2);
const FIXED = JSON.stringify({ result: true });
const seconds = () => Date.now() / 1000;
const iso = () => new Date().toISOString().replace(/\.\d+Z$/, '+00:00');

/** With the times of the request, as portals answer. */
function live() {
  const start = seconds();
  const date = iso();
  return JSON.stringify({
    result: true,
    time: {
      start,
      finish: seconds(),
      duration: 0,
      processing: 0,
      date_start: date,
      date_finish: iso(),
      operating: 0,
    },
  });
}

function answer(request, response) {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (chunks.length > 0) JSON.parse(Buffer.concat(chunks).toString());
    const text = kind === 'live' ? live() : FIXED;
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
    response.end(text);
  });
}

const server = key
  ? createSecure({ key: readFileSync(key), cert: readFileSync(cert) }, answer)
  : createServer(answer);
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
