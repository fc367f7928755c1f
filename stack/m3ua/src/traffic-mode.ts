import { TRAFFIC_MODE_TYPE } from '@sigbed/m3ua-codec'

/** How the traffic of an AS is shared among its active ASPs. RFC 4666 §4.3.4.3. Broadcast is not offered: it is refused as unsupported. */
export type TrafficMode = 'override' | 'loadshare'

export function trafficModeType(mode: TrafficMode): number {
  return mode === 'override' ? TRAFFIC_MODE_TYPE.OVERRIDE : TRAFFIC_MODE_TYPE.LOADSHARE
}
