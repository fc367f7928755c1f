import { createServer, type Server } from 'node:http'
import { Counter, Gauge, Registry } from 'prom-client'
import type { LoadSecond } from '../run/load-run.js'

/** Serves the figures of a load to Prometheus, for as long as it goes on. */
export interface PrometheusExporter {
  /** The port listened on. */
  readonly port: number
  close(): Promise<void>
}

/**
 * Listens for scrapes. What they are told is folded from the last second at the scrape, so that nothing happens between two of them.
 *
 * @param last the newest second; null before the first
 * @throws the system's error (rejects), such as EADDRINUSE
 */
export async function openPrometheusExporter(address: string, port: number, last: () => LoadSecond | null): Promise<PrometheusExporter> {
  const registry = loadRegistry(last)
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end('The figures are at /metrics.\n')
      return
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: address, port }, resolve)
  })
  return { port: portOf(server), close: () => closed(server) }
}

/** The metrics themselves, apart from how they are asked for. */
export function loadRegistry(last: () => LoadSecond | null): Registry {
  const registry = new Registry()
  const registers = [registry]
  for (const [what, help] of COUNTED) {
    const counter: Counter<'kind'> = new Counter({
      name: `sigbed_load_messages_${what}_total`,
      help,
      labelNames: ['kind'],
      registers,
      collect: () => {
        counter.reset()
        for (const kind of last()?.whole.kinds ?? []) counter.inc({ kind: kind.kind }, kind[what])
      },
    })
  }
  const results: Counter<'code' | 'vendor'> = new Counter({
    name: 'sigbed_load_results_total',
    help: 'Answers by Result-Code (vendor 0) or Experimental-Result-Code',
    labelNames: ['code', 'vendor'],
    registers,
    collect: () => {
      results.reset()
      for (const { code, vendorId, count } of last()?.whole.results ?? []) results.inc({ code, vendor: vendorId }, count)
    },
  })
  const latency: Gauge<'kind' | 'quantile'> = new Gauge({
    name: 'sigbed_load_latency_seconds',
    help: 'Latencies of the last second, from when a message was meant to be sent',
    labelNames: ['kind', 'quantile'],
    registers,
    collect: () => {
      latency.reset()
      for (const { kind, latencies } of last()?.second.kinds ?? [])
        if (latencies.count > 0)
          for (const quantile of QUANTILES) latency.set({ kind, quantile }, latencies.valueAtPercentile(quantile * 100) / 1e6)
    },
  })
  const figures: readonly (readonly [name: string, help: string, of: (second: LoadSecond) => number])[] = [
    ['sigbed_load_outstanding', 'Procedures under way', ({ outstanding }) => outstanding],
    ['sigbed_load_waiting', 'Messages that wait for the stack to take some again', ({ waiting }) => waiting],
    [
      'sigbed_load_generator_valid',
      '0 when the generator was the bottleneck, so that the figures are its own',
      ({ self }) => (self.judgement === 'saturated' ? 0 : 1),
    ],
    ['sigbed_load_generator_cpu_share', 'Processor time of the busiest generator, as a share of a core', ({ self }) => self.cpuShare ?? 0],
  ]
  for (const [name, help, of] of figures) {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers,
      collect: () => {
        const second = last()
        if (second !== null) gauge.set(of(second))
      },
    })
  }
  return registry
}

function portOf(server: Server): number {
  const bound = server.address()
  return bound !== null && typeof bound === 'object' ? bound.port : 0
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

const COUNTED = [
  ['offered', 'Messages meant to be sent'],
  ['completed', 'Messages answered or acknowledged'],
  ['errors', 'Answers that count as errors'],
  ['lost', 'Messages sent and never answered'],
  ['refused', 'Messages the stack never took'],
  ['duplicated', 'Echoes that came back once more'],
  ['reordered', 'Echoes that came back behind later ones'],
] as const
const QUANTILES = [0.5, 0.9, 0.99, 0.999, 1] as const
