import { TRAFFIC_MODE_TYPE } from '@sigbed/m3ua-codec'

/** How the traffic of an AS is shared among its active ASPs: one has it all, each has some, each has it all. RFC 4666 §4.3.4.3. */
export type TrafficMode = 'override' | 'loadshare' | 'broadcast'

export function trafficModeType(mode: TrafficMode): number {
  return TYPE_OF_MODE[mode]
}

/** @param type 1 to 3, as the codec reads it. */
export function trafficModeOf(type: number): TrafficMode {
  return type === TRAFFIC_MODE_TYPE.OVERRIDE ? 'override' : type === TRAFFIC_MODE_TYPE.LOADSHARE ? 'loadshare' : 'broadcast'
}

const TYPE_OF_MODE = {
  override: TRAFFIC_MODE_TYPE.OVERRIDE,
  loadshare: TRAFFIC_MODE_TYPE.LOADSHARE,
  broadcast: TRAFFIC_MODE_TYPE.BROADCAST,
} as const
