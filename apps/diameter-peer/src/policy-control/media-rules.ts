import { type AvpValue, avpValue, avpValues, RxResultCode, VENDOR_3GPP } from 'diameter-codec'
import type { ExperimentalResult } from '../application.js'
import type { ChargingRule, Flow, GxAvp } from './charging-rule.js'
import type { MediaQuality } from './policy.js'

type MediaType = AvpValue<typeof import('diameter-codec').GX.avpRows, 'Media-Type'>

/**
 * The charging rules that carry the media an application asks for, one for each set of flows (TS 29.213 §6.3), or why there are none.
 *
 * @param media what the policy gives each kind of media
 * @param precedence of the first rule; each further one comes after it
 */
export function mediaRules(
  sessionId: string,
  avps: readonly GxAvp[],
  media: MediaQuality,
  precedence: number,
): readonly ChargingRule[] | ExperimentalResult {
  const applicationChargingId = avpValue(avps, 'AF-Charging-Identifier')
  const rules: ChargingRule[] = []
  for (const component of avpValues(avps, 'Media-Component-Description')) {
    const type: MediaType = avpValue(component, 'Media-Type') ?? 'DATA'
    const granted = media[type]
    // TS 29.214 §4.4.1: what the policy does not allow is refused as a whole.
    if (granted === undefined) return refused(RxResultCode.REQUESTED_SERVICE_NOT_AUTHORIZED)
    const status = avpValue(component, 'Flow-Status') ?? 'ENABLED'
    // TS 29.214 §5.3.11: REMOVED takes the component's flows away.
    if (status === 'REMOVED') continue
    const number = avpValue(component, 'Media-Component-Number')!
    const uplink = avpValue(component, 'Max-Requested-Bandwidth-UL') ?? undefined
    const downlink = avpValue(component, 'Max-Requested-Bandwidth-DL') ?? undefined
    for (const subComponent of avpValues(component, 'Media-Sub-Component')) {
      const flows = avpValues(subComponent, 'Flow-Description').map(flowOf)
      // TS 29.214 §4.4.1: flows that cannot be told make the service information invalid.
      if (flows.length === 0 || flows.includes(null)) return refused(RxResultCode.INVALID_SERVICE_INFORMATION)
      rules.push({
        name: `rx ${sessionId} ${number}.${avpValue(subComponent, 'Flow-Number')}`,
        precedence: precedence + rules.length,
        flows: flows as Flow[],
        flowStatus: avpValue(subComponent, 'Flow-Status') ?? status,
        ratingGroup: null,
        online: false,
        offline: true,
        quality: {
          classIdentifier: granted.classIdentifier,
          priorityLevel: granted.priorityLevel,
          maxBitrateUplink: avpValue(subComponent, 'Max-Requested-Bandwidth-UL') ?? uplink,
          maxBitrateDownlink: avpValue(subComponent, 'Max-Requested-Bandwidth-DL') ?? downlink,
          ...(granted.guaranteed ? { guaranteedBitrateUplink: uplink, guaranteedBitrateDownlink: downlink } : {}),
        },
        applicationChargingId,
      })
    }
  }
  return rules
}

/** TS 29.214 §5.3.8: "in" is from the user, "out" is to the user. */
function flowOf(description: string): Flow | null {
  const direction = /^permit +(in|out) /.exec(description)?.[1]
  return direction === undefined ? null : { description, direction: direction === 'in' ? 'UPLINK' : 'DOWNLINK' }
}

function refused(experimentalResultCode: number): ExperimentalResult {
  return { vendorId: VENDOR_3GPP, experimentalResultCode }
}
