import type { SendOutcome } from '@sigbed/m3ua'
import { ProtocolData } from '@sigbed/m3ua-codec'
import { NumberedPayload, writeNumberedPayload } from '@sigbed/measurement'
import type { FlowSender, Scenario, TrafficPlan } from '@sigbed/testbed'

/** The messages of one flow as MTP3 messages with numbered user data, spread over the SLS: M3UA keeps those of one SLS in order. */
export class NumberedData implements FlowSender {
  private readonly payload = new NumberedPayload()
  private readonly protocolData = new ProtocolData()

  /** @param give hands a message to the stack, which copies it */
  constructor(
    scenario: Scenario,
    plan: TrafficPlan,
    private readonly give: (protocolData: ProtocolData) => SendOutcome,
  ) {
    const { protocolData } = this
    this.payload.flowNumber = scenario.traffic.indexOf(plan)
    protocolData.octets = new Uint8Array(plan.octets)
    protocolData.userDataLength = plan.octets
    protocolData.originatingPointCode = pointCodeOf(scenario, plan.from)
    protocolData.destinationPointCode = pointCodeOf(scenario, plan.to[0]!)
    protocolData.serviceIndicator = SERVICE_INDICATOR_TESTING
    protocolData.networkIndicator = NETWORK_INDICATOR_NATIONAL
  }

  /** What waits for an ASP in AS-PENDING counts as taken: it is lost when T(r) expires. */
  send(sequence: number, intendedAtMs: number): boolean {
    const { payload, protocolData } = this
    payload.sequence = sequence
    payload.orderKey = sequence % SLS_VALUES
    payload.intendedAtMs = intendedAtMs
    writeNumberedPayload(protocolData.octets, 0, protocolData.userDataLength, payload)
    protocolData.signallingLinkSelection = payload.orderKey
    const outcome = this.give(protocolData)
    return outcome === 'sent' || outcome === 'queued'
  }
}

/** Each node of a scenario has one, by its position. */
function pointCodeOf({ nodes }: Scenario, name: string): number {
  return 1 + nodes.findIndex((node) => node.name === name)
}

/** ITU-T Q.704 §2.2.4: four bits. */
const SLS_VALUES = 16
/** ITU-T Q.704 §14.2.1: the MTP Testing User Part, which is what this traffic is; nobody decodes its data as something else. */
const SERVICE_INDICATOR_TESTING = 8
const NETWORK_INDICATOR_NATIONAL = 2
