// Many open connections and few requests: many.mjs CONNECTIONS RATE SECONDS URL TOKENS. Opens the connections
// first, then asks on one after another, RATE times a second; prints one line of JSON, times in milliseconds.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';

const [connections, rate, seconds] = process.argv.slice(2, 5).map(Number);
const [url, file] = [new URL(process.argv[5]), process.argv[6]];
const tokens = readFileSync(file, 'utf8').trim().split('\n');
const times = [];
let [failed, broken, closing] = [0, 0, false];

function open() {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname, () => resolve(socket));
    socket.setNoDelay(true);
    socket.on('error', reject);
    socket.on('close', () => { if (!closing) broken += 1; });
    socket.on('data', (data) => {
      const head = data.toString('latin1', 0, 16);
      // The rest of an answer that came in pieces.
      if (!head.startsWith('HTTP/1.1 ')) return;
      times.push(performance.now() - socket.asked);
      if (!head.startsWith('HTTP/1.1 200')) failed += 1;
    });
  });
}

const sockets = [];
while (sockets.length < connections) {
  sockets.push(...(await Promise.all(Array.from({ length: Math.min(200, connections - sockets.length) }, open))));
}
const began = performance.now();
let sent = 0;
await new Promise((resolve) => {
  const timer = setInterval(() => {
    const elapsed = (performance.now() - began) / 1000;
    for (; sent < Math.min(elapsed, seconds) * rate; sent += 1) {
      const socket = sockets[sent % sockets.length];
      socket.asked = performance.now();
      socket.write(`GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: Bearer ${tokens[sent % tokens.length]}\r\n\r\n`);
    }
    if (elapsed > seconds + 1) { clearInterval(timer); resolve(); }
  }, 2);
});
closing = true;
for (const socket of sockets) socket.destroy();
times.sort((a, b) => a - b);
const at = (part) => Number((times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0).toFixed(3));
console.error(JSON.stringify({ requests: times.length, seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1), failed, broken: broken + sent - times.length }));
