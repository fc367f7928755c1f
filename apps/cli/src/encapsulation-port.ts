import { UsageError } from './command-failure.js'
import type { RunOptions } from './run-options.js'

/** The first UDP port from `from` up that is free on all addresses; `mostTries` ports are tried. Rejects with SIGBED_NO_FREE_PORT. */
export type PortFinder = (search: {
  readonly addresses: readonly string[]
  readonly from: number
  readonly mostTries?: number
}) => Promise<number>

/**
 * The UDP port the run will use (RFC 6951): the one of the options, or the next free one, if the user did not ask for just that.
 * A simulated network has all ports free.
 *
 * @param addresses all that the nodes will bind it on
 * @throws UsageError (rejects) when the port the user gave is taken; TransportError when none will do
 */
export async function freeEncapsulationPort(
  options: Pick<RunOptions, 'network' | 'encapsulationPort' | 'encapsulationPortGiven'>,
  addresses: readonly string[],
  findFreePort: PortFinder,
): Promise<number> {
  const { network, encapsulationPort: from, encapsulationPortGiven } = options
  if (network === 'simulated') return from
  if (!encapsulationPortGiven) return findFreePort({ addresses, from })
  try {
    return await findFreePort({ addresses, from, mostTries: 1 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'SIGBED_NO_FREE_PORT')) throw error
    throw new UsageError(
      `UDP port ${from} (--encapsulation-port) is taken by another program. Give another one, or leave the flag out: then a free one is found.`,
    )
  }
}
