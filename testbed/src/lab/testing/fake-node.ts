import { fileURLToPath } from 'node:url'
import type { Scenario } from '../../scenario/scenario.js'
import { PERFECT_LINK_STATE } from '../../scenario/scenario.js'
import type { NodeReport } from '../node-protocol.js'
import type { LabListener } from '../scenario-lab.js'

/** The command line of a program that stands for a node's process. */
export const FAKE_NODE = [process.execPath, fileURLToPath(new URL('fake-node-program.js', import.meta.url))]

/** Two nodes on two networks. @param behaviour of the fake nodes, in the place of the scenario's text */
export function fakeScenario(behaviour = '', more: Partial<Scenario> = {}): Scenario {
  const networks = ['path-a', 'path-b'].map((name, i) => ({ name, subnet: `10.132.${i + 1}.0/24`, link: PERFECT_LINK_STATE }))
  const interfaces = (host: number) => networks.map(({ name }, i) => ({ network: name, address: `10.132.${i + 1}.${host}` }))
  return {
    name: 'fake',
    title: '',
    teaches: '',
    profile: 'telecom',
    parameters: {},
    seed: 1,
    repetitions: 1,
    durationMs: 1000,
    networks,
    nodes: [
      { name: 'sg', interfaces: interfaces(10), role: '', settings: null },
      { name: 'asp-1', interfaces: interfaces(11), role: '', settings: null },
    ],
    links: [],
    traffic: [],
    timetable: [],
    expectations: [],
    text: behaviour,
    ...more,
  }
}

/** Remembers what a lab tells. */
export class RecordingListener implements LabListener {
  readonly reports: { readonly node: string; readonly report: NodeReport }[] = []
  readonly ends: string[] = []
  readonly lines: string[] = []

  onReport(node: string, report: NodeReport): void {
    this.reports.push({ node, report })
  }

  onEnded(node: string, detail: string): void {
    this.ends.push(`${node}: ${detail}`)
  }

  say(line: string): void {
    this.lines.push(line)
  }

  /** Details of the events of one kind that a fake node told. */
  told(node: string, kind: string): string[] {
    return this.reports.flatMap(({ node: by, report }) =>
      by === node && report.kind === 'event' && report.event.kind === kind ? [report.event.detail] : [],
    )
  }
}
