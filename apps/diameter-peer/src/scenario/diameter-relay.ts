import type { RoleKind } from '@sigbed/testbed'
import { diameterContradictions } from './diameter-contradictions.js'
import { DiameterNodeOfScenario } from './diameter-node-of-scenario.js'
import { DIAMETER_RUN_EVENTS } from './diameter-run-events.js'
import { type AskingSettings, DIAMETER_RELAY_SETTINGS, DIAMETER_RELAY_WORD } from './diameter-settings.js'
import { tcpObstacles } from './tcp-obstacles.js'

/** A relay agent between clients and servers (RFC 6733 §2.8.1). */
export const DIAMETER_RELAY: RoleKind<AskingSettings> = {
  word: DIAMETER_RELAY_WORD,
  summary: 'Diameter relay agent: passes the requests of clients on to its servers, and fails over between them',
  protocol: 'diameter',
  schema: DIAMETER_RELAY_SETTINGS,
  events: DIAMETER_RUN_EVENTS,
  nodesNamed: ({ servers }) => servers.map((node, i) => ({ place: ['servers', i], node })),
  contradictions: diameterContradictions,
  obstacles: tcpObstacles,
  open: (context) => new DiameterNodeOfScenario(context, { name: 'Diameter relay', listens: true, isAgent: true, applications: [] }),
}
