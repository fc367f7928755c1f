import { dirname } from 'node:path'
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
      return new LoopbackScenarioLab({ scenario, nodeCommand: NODE_COMMAND, ...capturing(captureFile) })
    case 'netns':
      return new NetnsScenarioLab({ scenario, nodeCommand: NODE_COMMAND, ...capturing(captureFile) })
    case 'compose':
      return new ComposeScenarioLab({
        scenario,
        nodeCommand: ['sigbed', ...NODE_WORDS],
        carrier: process.env['SIGBED_TRANSPORT'] === 'udp' ? 'udp' : 'ip',
        ...capturing(captureFile),
        ...(captureFile !== null && { captureFolder: dirname(captureFile) }),
      })
    default:
      return network satisfies never
  }
}

/** What the labs of this program may have left behind, by kind of lab. Namespaces and containers last: processes are in them. */
export const LAB_REMAINS: readonly LabRemains[] = [new ProcessRemains(), new NetnsRemains(), new ComposeRemains()]

/** Each process writes a file of its own, each life of a node another: `run-asp-1.pcapng`, `run-asp-1-2.pcapng`. */
function capturing(captureFile: string | null): { readonly captureFile?: (node: string) => string } {
  if (captureFile === null) return {}
  const [, stem = captureFile, ending = ''] = /^(.*?)(\.[^./\\]*)?$/s.exec(captureFile) ?? []
  const lives = new Map<string, number>()
  return {
    captureFile: (node) => {
      const life = (lives.get(node) ?? 0) + 1
      lives.set(node, life)
      return `${stem}-${node}${life === 1 ? '' : `-${life}`}${ending}`
    },
  }
}

const NODE_WORDS = ['lab', 'node']
/** src/ and dist/ lie equally deep. */
const NODE_COMMAND = [process.execPath, fileURLToPath(new URL('../../bin/sigbed.js', import.meta.url)), ...NODE_WORDS]
