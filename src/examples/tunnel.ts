import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';

/** A proxy on loopback that leads to one port. */
export interface Tunnel {
  /** `http://127.0.0.1:PORT` */
  url: string;
  close(): Promise<void>;
}

/**
 * For libraries that forget the port of an address: CONNECT (RFC 9110, 9.3.6) to 127.0.0.1, whatever the port, leads to
 * this one, and every other request is refused.
 */
export async function openTunnel(port: number): Promise<Tunnel> {
  const clients = new Set<Duplex>();
  const server = createServer((_, response) => response.writeHead(403).end());
  server.on('connect', ({ url = '' }, client: Duplex) => {
    clients.add(client);
    client.on('close', () => clients.delete(client));
    if (!url.startsWith('127.0.0.1:')) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const relay = connect(port, '127.0.0.1', () =>
      client.write('HTTP/1.1 200 Connection established\r\n\r\n'),
    );
    // Whichever side ends, or breaks, ends the other.
    pipeline(client, relay, client, () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    async close() {
      for (const client of clients) client.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
