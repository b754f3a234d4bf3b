// The table of a run: table.mjs RUN [KEPT]. Each is a file of one JSON line a scenario; with KEPT, by how much
// the rate and the processor time of a request differ from then.
import { existsSync, readFileSync } from 'node:fs';

const read = (file) => readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const [run, kept] = process.argv.slice(2);
const before = new Map(kept && existsSync(kept) ? read(kept).map((row) => [row.scenario, row]) : []);
const columns = ['scenario', 'connections', 'rate/s', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms', 'failed', 'CPU s/1000', 'PSS MiB', 'rate ×', 'CPU ×'];
const ratio = (now, then) => (then ? (now / then).toFixed(2) : '');
const rows = read(run).map((row) => {
  const then = before.get(row.scenario);
  return [row.scenario, row.connections, Math.round(row.rate), row.p50, row.p95, row.p99, row.max, row.failed + row.broken,
    row.cpu.toFixed(4), row.memory, ratio(row.rate, then?.rate), ratio(row.cpu, then?.cpu)].map(String);
});
const widths = columns.map((name, n) => Math.max(name.length, ...rows.map((row) => row[n].length)));
for (const row of [columns, ...rows]) console.log(row.map((text, n) => (n ? text.padStart(widths[n]) : text.padEnd(widths[n]))).join('  '));
