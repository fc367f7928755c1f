import { findFreeUdpPort, TransportError } from '@sigbed/sctp-transport'
import { type Lab, LoopbackLab, SimulatedLab, TWO_HOMED } from '@sigbed/testbed'
import { freeEncapsulationPort } from '../encapsulation-port.js'
import type { RunConsole } from '../run-console.js'
import type { RunOptions } from '../run-options.js'

/**
 * The lab a run takes place in. Where the loopback addresses cannot be had (macOS has only 127.0.0.1 unless told), the same nodes run
 * on the network in memory, and the console says so.
 *
 * @throws UsageError, TransportError (rejects)
 */
export async function openLab(options: RunOptions, console: RunConsole): Promise<Lab> {
  if (options.network === 'simulated') return openSimulatedLab(options)
  try {
    const addresses = TWO_HOMED.nodes.flatMap((node) => node.addresses)
    const encapsulationPort = await freeEncapsulationPort(options, addresses, findFreeUdpPort)
    if (encapsulationPort !== options.encapsulationPort)
      console.say(`UDP port ${options.encapsulationPort} is taken; this run uses ${encapsulationPort}.`)
    return await LoopbackLab.open({ topology: TWO_HOMED, encapsulationPort, captureFile: options.captureFile })
  } catch (error) {
    if (!(error instanceof TransportError) || error.code !== 'SIGBED_ADDRESS_UNAVAILABLE') throw error
    console.say(`This machine does not have the loopback addresses of the lab (${error.message}).`)
    console.say('The run takes place on the network in memory instead, on virtual time.')
    return openSimulatedLab(options)
  }
}

function openSimulatedLab({ encapsulationPort, captureFile, seed }: RunOptions): Promise<Lab> {
  return SimulatedLab.open({ topology: TWO_HOMED, encapsulationPort, captureFile, seed, delayMs: SIMULATED_DELAY_MS })
}

/** One way: about what two machines in one room have. */
const SIMULATED_DELAY_MS = 0.1
