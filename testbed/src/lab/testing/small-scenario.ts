import type { FaultAction } from '../../scenario/fault-action.js'
import { PERFECT_LINK_STATE, type Scenario } from '../../scenario/scenario.js'
import type { SenderSettings } from './numbered-messages.js'

/** For the tests of labs: asp sends to sg over two paths of 1 ms each, hlr is on the first alone; timers of a telecom profile. */
export function smallScenario(more: Partial<Scenario> = {}): Scenario {
  const onBoth = (last: number) => ['path-a', 'path-b'].map((network, i) => ({ network, address: `10.132.${i + 1}.${last}` }))
  const toSg: SenderSettings = { to: 'sg', everyMs: 10 }
  return {
    name: 'small',
    title: '',
    teaches: '',
    profile: 'telecom',
    parameters: { rtoInitialMs: 200, rtoMinMs: 100, rtoMaxMs: 400, heartbeatIntervalMs: 500, pathMaxRetrans: 3, sackDelayMs: 20 },
    seed: 1,
    repetitions: 1,
    durationMs: 1000,
    networks: [
      { name: 'path-a', subnet: '10.132.1.0/24', link: { ...PERFECT_LINK_STATE, delayMs: 1 } },
      { name: 'path-b', subnet: '10.132.2.0/24', link: { ...PERFECT_LINK_STATE, delayMs: 1 } },
    ],
    nodes: [
      { name: 'sg', interfaces: onBoth(10), role: 'receiver', settings: null },
      { name: 'asp', interfaces: onBoth(11), role: 'sender', settings: toSg },
      { name: 'hlr', interfaces: onBoth(12).slice(0, 1), role: 'sender', settings: toSg },
    ],
    links: [],
    traffic: [],
    timetable: [],
    expectations: [],
    text: '',
    ...more,
  }
}

/** Unless told otherwise, every network, from and to every node. */
export function cut(network: string | null, from: string | null = null, to: string | null = null): FaultAction {
  return { kind: 'cut', links: [{ network, from, to }] }
}

export function restore(network: string | null = null): FaultAction {
  return { kind: 'restore', links: [{ network, from: null, to: null }] }
}
