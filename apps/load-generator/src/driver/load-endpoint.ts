import { SctpEndpoint, type Surroundings } from '@sigbed/sctp-sockets'
import { RawIp, UdpEncapsulation } from '@sigbed/sctp-transport'
import type { LoadPlan } from '../plan/load-plan.js'

/** The endpoint of one generator: on a UDP port of its own, or on IP itself. @throws TransportError (rejects) */
export function openLoadEndpoint(
  { localAddresses, target }: Pick<LoadPlan, 'localAddresses' | 'target'>,
  surroundings: Surroundings,
): Promise<SctpEndpoint> {
  return SctpEndpoint.open({
    localAddresses,
    surroundings,
    openTransport: (addresses) =>
      target.encapsulationPort === 0
        ? RawIp.open({ addresses, local: localAddresses })
        : UdpEncapsulation.open({ addresses, local: localAddresses, port: 0 }),
  })
}
