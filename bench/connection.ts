// One kept HTTP/1.1 connection that sends one request at a time. node:http's own client costs several times what the
// servers here do with a request, so a load made with it would measure the client.
import { once } from 'node:events';
import { connect } from 'node:net';

export interface Connection {
  /** The answer's status. Rejects when the connection ends before the answer. */
  post(body: string, headers: Readonly<Record<string, string>>): Promise<number>;
  close(): void;
}

export async function openConnection(url: string): Promise<Connection> {
  const { hostname, port, host, pathname } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  let received = '';
  let waiting: PromiseWithResolvers<number> | null = null;
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    received += text;
    const status = statusOfWhole(received);
    if (status === null) return;
    received = '';
    waiting?.resolve(status);
  });
  const closed = (): Error => new Error(`${url} closed the connection`);
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(closed()));
  await once(socket, 'connect');
  return {
    post(body, headers) {
      if (socket.destroyed || socket.readyState !== 'open') return Promise.reject(closed());
      const lines = Object.entries({ ...headers, host, 'content-length': String(Buffer.byteLength(body)) });
      const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      waiting = Promise.withResolvers<number>();
      socket.write(`POST ${pathname} HTTP/1.1\r\n${head}\r\n${body}`);
      return waiting.promise;
    },
    close: () => void socket.destroy(),
  };
}

/** Null while some of the answer is missing. Both ends here are ours: bodies have a length or come in one chunk. */
function statusOfWhole(text: string): number | null {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return null;
  const head = text.slice(0, headEnd);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  const whole = length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= headEnd + 4 + Number(length);
  return whole ? Number(head.slice(9, 12)) : null;
}
