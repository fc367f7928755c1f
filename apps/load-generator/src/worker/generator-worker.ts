import { performance } from 'node:perf_hooks'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { timerProfile } from '@sigbed/sctp-core'
import { EventLoopSurroundings } from '@sigbed/sctp-transport'
import { TransportConnections } from '../driver/diameter-connections.js'
import { DiameterDriver } from '../driver/diameter-driver.js'
import type { LoadDriver } from '../driver/load-driver.js'
import { M3uaDriver } from '../driver/m3ua-driver.js'
import { LoadGenerator } from '../generator/load-generator.js'
import { eventLoopProbe } from '../measurement/event-loop-probe.js'
import type { WorkerAssignment, WorkerCommand, WorkerMessage } from './worker-protocol.js'

/** A worker thread: one generator with connections of its own, from the assignment it is given to its last report. */
async function work(assignment: WorkerAssignment, port: MessagePort): Promise<void> {
  const { plan, share, connections } = assignment
  const surroundings = new EventLoopSurroundings()
  const say = (message: WorkerMessage): void => port.postMessage(message)
  const generator = new LoadGenerator({
    plan,
    share,
    connections: connections.count,
    clock: surroundings,
    driver: await driverOf(assignment, surroundings),
    probe: eventLoopProbe(),
    onReport: (report) => {
      say({ kind: 'report', report })
      if (report.last) void generator.close().then(() => port.close())
    },
  })
  port.on('message', (command: WorkerCommand) => {
    if (command.kind === 'start') generator.start(command.zeroAtEpochMs - performance.timeOrigin)
    else if (command.kind === 'pace') generator.setPace(command.factor)
    else generator.stop()
  })
  await generator.connect()
  say({ kind: 'ready' })
}

async function driverOf({ plan, share, connections }: WorkerAssignment, surroundings: EventLoopSurroundings): Promise<LoadDriver> {
  const parameters = timerProfile(plan.sctpProfile)?.parameters ?? {}
  if (plan.traffic.protocol === 'm3ua') return new M3uaDriver(plan, share, connections, parameters, surroundings)
  const transport = await TransportConnections.open(plan, surroundings, parameters)
  return new DiameterDriver(plan, share, connections, transport, surroundings)
}

function fail(error: unknown, port: MessagePort): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  port.postMessage({ kind: 'failed', code, message: error instanceof Error ? error.message : String(error) } satisfies WorkerMessage)
  port.close()
}

if (parentPort !== null) {
  const port = parentPort
  work(workerData as WorkerAssignment, port).catch((error: unknown) => fail(error, port))
}
