import type { RoleKind } from '@sigbed/testbed'
import { sampleRegister } from '../equipment-identity-register.js'
import { measuredRegister } from '../s13/measured-register.js'
import { diameterContradictions } from './diameter-contradictions.js'
import { DiameterNodeOfScenario } from './diameter-node-of-scenario.js'
import { DIAMETER_RUN_EVENTS } from './diameter-run-events.js'
import { DIAMETER_SERVER_SETTINGS, DIAMETER_SERVER_WORD, type DiameterServerSettings } from './diameter-settings.js'
import { EQUIPMENTS } from './equipment-checks.js'

/** An equipment identity register with sample equipment (S13). */
export const DIAMETER_SERVER: RoleKind<DiameterServerSettings> = {
  word: DIAMETER_SERVER_WORD,
  summary: 'Diameter server: an equipment identity register (S13) with sample equipment',
  protocol: 'diameter',
  schema: DIAMETER_SERVER_SETTINGS,
  events: DIAMETER_RUN_EVENTS,
  nodesNamed: () => [],
  contradictions: diameterContradictions,
  open: (context) =>
    new DiameterNodeOfScenario(context, {
      name: 'Diameter server',
      listens: true,
      isAgent: false,
      applications: [measuredRegister(sampleRegister(EQUIPMENTS))],
    }),
}
