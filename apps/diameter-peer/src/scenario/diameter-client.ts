import type { RoleKind } from '@sigbed/testbed'
import { diameterContradictions } from './diameter-contradictions.js'
import { DiameterNodeOfScenario } from './diameter-node-of-scenario.js'
import { DIAMETER_RUN_EVENTS } from './diameter-run-events.js'
import { type AskingSettings, DIAMETER_CLIENT_SETTINGS, DIAMETER_CLIENT_WORD } from './diameter-settings.js'
import { tcpObstacles } from './tcp-obstacles.js'

/** A client that asks servers about equipment (S13), the first while that can be had. */
export const DIAMETER_CLIENT: RoleKind<AskingSettings> = {
  word: DIAMETER_CLIENT_WORD,
  summary: 'Diameter client: asks its servers about equipment (S13), the first of them while it can be had',
  protocol: 'diameter',
  schema: DIAMETER_CLIENT_SETTINGS,
  events: DIAMETER_RUN_EVENTS,
  nodesNamed: ({ servers }) => servers.map((node, i) => ({ place: ['servers', i], node })),
  contradictions: diameterContradictions,
  obstacles: tcpObstacles,
  open: (context) => new DiameterNodeOfScenario(context, { name: 'Diameter client', listens: false, isAgent: false, applications: [] }),
}
