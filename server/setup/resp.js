// @ts-check
import { connect } from 'node:net';

/** @typedef {{ path: string } | { host: string, port: number, password: string }} Address */

/**
 * Asks a Redis one thing over a connection of its own, before any client library is installed.
 * Understands the replies that need one line: status, error and integer.
 * @param {Address} address
 * @param {readonly string[]} command
 * @param {number} timeoutMs
 * @returns {Promise<string>} the reply's first line with its type sign, such as `+PONG` or `-LOADING …`
 */
export function ask(address, command, timeoutMs = 1_000) {
  return new Promise((resolve, reject) => {
    const commands = 'password' in address ? [['AUTH', address.password], command] : [command];
    const socket = connect('path' in address ? { path: address.path } : { host: address.host, port: address.port });
    let received = '';
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('Redis did not answer in time')));
    socket.on('connect', () => socket.write(commands.map(encode).join('')));
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      const lines = received.split('\r\n');
      const reply = lines[commands.length - 1];
      if (lines.length > commands.length && reply !== undefined) {
        resolve(reply);
        socket.destroy();
      }
    });
    socket.on('error', reject);
    socket.on('close', () => {
      reject(new Error('Redis closed the connection'));
    });
  });
}

/** @param {readonly string[]} words */
function encode(words) {
  return `*${String(words.length)}\r\n${words.map((word) => `$${String(Buffer.byteLength(word))}\r\n${word}\r\n`).join('')}`;
}
