import { isLinkAction, type RoleKind } from '@sigbed/testbed'
import { askingSettings } from './diameter-settings.js'

export const NEEDS_REAL_TIME = 'Diameter on TCP needs real time: run it on loopback, netns or compose, or take transport: sctp'

/** TCP is the machine's own: it knows no virtual time, and passes by what SCTP's transport does to packets. */
export const tcpObstacles: NonNullable<RoleKind['obstacles']> = (scenario, node, network) => {
  if (askingSettings(node)?.transport !== 'tcp') return []
  const place = ['transport']
  if (network === 'simulated') return [{ place, message: `${NEEDS_REAL_TIME}.` }]
  const unfelt = scenario.timetable.filter(({ action }) => (network === 'loopback' ? isLinkAction(action) : action.kind === 'impair'))
  const remedy = network === 'loopback' ? 'run it on netns or compose' : 'cut the link instead'
  return unfelt
    .filter(({ action }) => action.kind !== 'restore')
    .map(({ text }) => ({ place, message: `Diameter on TCP would not feel "${text}" there: ${remedy}, or take transport: sctp.` }))
}
