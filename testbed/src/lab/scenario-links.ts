import type { FaultAction } from '../scenario/fault-action.js'
import type { LinkSelector, LinkState, Scenario } from '../scenario/scenario.js'

/** One direction of a link: what one node sends to another over a network that both are on. */
export interface ScenarioLink {
  readonly network: string
  readonly from: string
  readonly to: string
  /** As it is meant to behave now; `up` is false while it is cut. */
  readonly state: LinkState
  /** Whether anything passes: it is not cut, and the interfaces at both ends are up. */
  readonly carries: boolean
}

/** What of the timetable concerns links and interfaces; everything else concerns programs. */
export type LinkAction = Extract<FaultAction, { kind: 'cut' | 'restore' | 'impair' | 'interface-down' | 'interface-up' }>

export function isLinkAction(action: FaultAction): action is LinkAction {
  return LINK_ACTIONS.has(action.kind)
}

/**
 * How every link and interface of a scenario stands: what the timetable has made of its beginning. It carries nothing out; a lab makes
 * its network agree with it, so that all labs understand the timetable alike. A packet belongs to the network that its destination is
 * on, whatever its source; where sender and destination share none it goes nowhere.
 */
export class ScenarioLinks {
  /** Every direction of every link, by network, then by sender, then by receiver, in the scenario's order. */
  readonly all: readonly ScenarioLink[]
  private readonly links: readonly Link[]
  /** `node/network` of each interface that is down. */
  private readonly interfacesDown = new Set<string>()

  constructor(scenario: Scenario) {
    this.links = scenario.networks.flatMap(({ name, link }) => {
      const there = scenario.nodes.filter(({ interfaces }) => interfaces.some(({ network }) => network === name))
      return there.flatMap((from) =>
        there
          .filter((to) => to !== from)
          .map((to) => new Link(name, from.name, to.name, initialState(scenario, link, name, from.name, to.name))),
      )
    })
    this.all = this.links
  }

  /** null where they are not both on that network. */
  link(network: string, from: string, to: string): ScenarioLink | null {
    return this.links.find((link) => link.network === network && link.from === from && link.to === to) ?? null
  }

  isInterfaceUp(node: string, network: string): boolean {
    return !this.interfacesDown.has(interfaceKey(node, network))
  }

  /** @returns the links that behave otherwise than before, and those that would if their interfaces were up */
  apply(action: LinkAction): readonly ScenarioLink[] {
    const before = this.links.map(({ state, carries }) => ({ state, carries }))
    switch (action.kind) {
      case 'cut':
        for (const link of this.selected(action.links)) link.change({ up: false })
        break
      case 'impair':
        for (const link of this.selected([action.change])) link.change(action.change.changes)
        break
      case 'restore':
        for (const link of this.selected(action.links)) link.reset()
        for (const { network, from, to } of action.links) if (from === null && to === null) this.raiseInterfaces(network)
        break
      case 'interface-down':
        this.interfacesDown.add(interfaceKey(action.node, action.network))
        break
      case 'interface-up':
        this.interfacesDown.delete(interfaceKey(action.node, action.network))
        break
    }
    for (const link of this.links)
      link.interfacesUp = this.isInterfaceUp(link.from, link.network) && this.isInterfaceUp(link.to, link.network)
    return this.links.filter((link, i) => link.state !== before[i]!.state || link.carries !== before[i]!.carries)
  }

  private selected(selectors: readonly LinkSelector[]): readonly Link[] {
    return this.links.filter((link) => selectors.some((selector) => selects(selector, link.network, link.from, link.to)))
  }

  private raiseInterfaces(network: string | null): void {
    for (const key of this.interfacesDown) if (network === null || key.endsWith(`/${network}`)) this.interfacesDown.delete(key)
  }
}

class Link implements ScenarioLink {
  state: LinkState
  interfacesUp = true

  constructor(
    readonly network: string,
    readonly from: string,
    readonly to: string,
    private readonly atFirst: LinkState,
  ) {
    this.state = atFirst
  }

  get carries(): boolean {
    return this.state.up && this.interfacesUp
  }

  /** A state that is no other stays the same object: then nothing has changed. */
  change(changes: Partial<LinkState>): void {
    const names = Object.keys(changes) as (keyof LinkState)[]
    if (names.some((name) => this.state[name] !== changes[name])) this.state = { ...this.state, ...changes }
  }

  reset(): void {
    this.change(this.atFirst)
  }
}

function initialState({ links }: Scenario, network: LinkState, name: string, from: string, to: string): LinkState {
  const changes = links.filter((change) => selects(change, name, from, to)).map((change) => change.changes)
  return Object.assign({}, network, ...changes)
}

function selects(selector: LinkSelector, network: string, from: string, to: string): boolean {
  return (
    (selector.network === null || selector.network === network) &&
    (selector.from === null || selector.from === from) &&
    (selector.to === null || selector.to === to)
  )
}

function interfaceKey(node: string, network: string): string {
  return `${node}/${network}`
}

const LINK_ACTIONS: ReadonlySet<FaultAction['kind']> = new Set(['cut', 'restore', 'impair', 'interface-down', 'interface-up'])
