import { fileURLToPath } from 'node:url'
import { scenarioNodeProgram } from '@sigbed/load-generator'
import {
  ComposeRemains,
  ComposeScenarioLab,
  type LabRemains,
  LoopbackScenarioLab,
  NetnsRemains,
  NetnsScenarioLab,
  ProcessRemains,
  type Scenario,
  type ScenarioLab,
  SimulatedScenarioLab,
} from '@sigbed/testbed'
import type { LabNetwork } from './lab-networks.js'
import { ROLE_KINDS } from './role-catalogue.js'

/** A lab for the scenario, not open yet. @param captureFile where its packets are written down; null for nowhere */
export function scenarioLab(network: LabNetwork, scenario: Scenario, captureFile: string | null): ScenarioLab {
  switch (network) {
    case 'simulated':
      return new SimulatedScenarioLab({ scenario, openNodeProgram: scenarioNodeProgram(ROLE_KINDS), captureFile })
    case 'loopback':
      return new LoopbackScenarioLab({ scenario, nodeCommand: NODE_COMMAND, captureFile })
    case 'netns':
      return new NetnsScenarioLab({ scenario, nodeCommand: NODE_COMMAND, captureFile })
    case 'compose':
      return new ComposeScenarioLab({
        scenario,
        nodeCommand: ['sigbed', ...NODE_WORDS],
        carrier: process.env['SIGBED_TRANSPORT'] === 'udp' ? 'udp' : 'ip',
        captureFile,
      })
    default:
      return network satisfies never
  }
}

/** What the labs of this program may have left behind, by kind of lab. Namespaces and containers last: processes are in them. */
export const LAB_REMAINS: readonly LabRemains[] = [new ProcessRemains(), new NetnsRemains(), new ComposeRemains()]

const NODE_WORDS = ['lab', 'node']
/** src/ and dist/ lie equally deep. */
const NODE_COMMAND = [process.execPath, fileURLToPath(new URL('../../bin/sigbed.js', import.meta.url)), ...NODE_WORDS]
