import { describe, expect, it } from 'vitest'
import type { LinkSelector, Scenario } from '../scenario/scenario.js'
import { PERFECT_LINK_STATE } from '../scenario/scenario.js'
import { isLinkAction, type ScenarioLink, ScenarioLinks } from './scenario-links.js'

const onBoth = ['path-a', 'path-b'].map((network, i) => ({ network, address: `10.132.${i + 1}.10` }))

function scenario(more: Partial<Scenario> = {}): Scenario {
  return {
    name: 'links',
    title: '',
    teaches: '',
    profile: 'telecom',
    parameters: {},
    seed: 1,
    repetitions: 1,
    durationMs: 1000,
    networks: [
      { name: 'path-a', subnet: '10.132.1.0/24', link: { ...PERFECT_LINK_STATE, delayMs: 1 } },
      { name: 'path-b', subnet: '10.132.2.0/24', link: PERFECT_LINK_STATE },
    ],
    nodes: [
      { name: 'sg', interfaces: onBoth, role: '', settings: null },
      { name: 'asp', interfaces: onBoth, role: '', settings: null },
      { name: 'hlr', interfaces: onBoth.slice(0, 1), role: '', settings: null },
    ],
    links: [],
    traffic: [],
    timetable: [],
    expectations: [],
    text: '',
    ...more,
  }
}

function named({ network, from, to }: ScenarioLink): string {
  return `${network} ${from}>${to}`
}

const everywhere: LinkSelector = { network: null, from: null, to: null }
const pathA = { ...everywhere, network: 'path-a' }

describe('the links of a scenario', () => {
  it('are both directions between all nodes of a network, as that network is', () => {
    const links = new ScenarioLinks(scenario())
    expect(links.all.map(named)).toEqual([
      'path-a sg>asp',
      'path-a sg>hlr',
      'path-a asp>sg',
      'path-a asp>hlr',
      'path-a hlr>sg',
      'path-a hlr>asp',
      'path-b sg>asp',
      'path-b asp>sg',
    ])
    expect(links.link('path-a', 'sg', 'asp')!.state.delayMs).toBe(1)
    expect(links.link('path-b', 'sg', 'hlr')).toBeNull()
    expect(links.all.every(({ carries }) => carries)).toBe(true)
  })

  it('begin as the scenario changes them, the last word winning', () => {
    const toSg = { ...pathA, from: 'asp', to: 'sg' }
    const links = new ScenarioLinks(
      scenario({
        links: [
          { ...toSg, changes: { lossProbability: 0.5 } },
          { ...pathA, changes: { lossProbability: 0.1, delayMs: 7 } },
        ],
      }),
    )
    expect(links.link('path-a', 'asp', 'sg')!.state).toMatchObject({ lossProbability: 0.1, delayMs: 7 })
  })

  it('carry nothing in either direction while their network is cut, and the others stay', () => {
    const links = new ScenarioLinks(scenario())
    expect(links.apply({ kind: 'cut', links: [pathA] }).every(({ network, carries }) => network === 'path-a' && !carries)).toBe(true)
    expect(links.link('path-b', 'sg', 'asp')!.carries).toBe(true)
    expect(links.apply({ kind: 'cut', links: [pathA] })).toEqual([])
    expect(links.apply({ kind: 'restore', links: [everywhere] }).map(named)).toHaveLength(6)
    expect(links.all.every(({ carries }) => carries)).toBe(true)
  })

  it('are cut in one direction alone', () => {
    const links = new ScenarioLinks(scenario())
    expect(links.apply({ kind: 'cut', links: [{ network: 'path-b', from: 'asp', to: 'sg' }] }).map(named)).toEqual(['path-b asp>sg'])
  })

  it('are impaired by what is named, and lose it when they are restored to how they began', () => {
    const links = new ScenarioLinks(scenario())
    const link = links.link('path-a', 'sg', 'asp')!
    links.apply({ kind: 'impair', change: { ...pathA, changes: { lossProbability: 0.2 } } })
    links.apply({ kind: 'impair', change: { ...pathA, changes: { delayMs: 20 } } })
    expect(link.state).toMatchObject({ lossProbability: 0.2, delayMs: 20 })
    links.apply({ kind: 'restore', links: [pathA] })
    expect(link.state).toEqual({ ...PERFECT_LINK_STATE, delayMs: 1 })
  })

  it('carry nothing to or from an interface that is down, and are not cut by that', () => {
    const links = new ScenarioLinks(scenario())
    const changed = links.apply({ kind: 'interface-down', node: 'asp', network: 'path-a' })
    expect(changed.map(named)).toEqual(['path-a sg>asp', 'path-a asp>sg', 'path-a asp>hlr', 'path-a hlr>asp'])
    expect(changed.every(({ carries, state }) => !carries && state.up)).toBe(true)
    expect(links.isInterfaceUp('asp', 'path-a')).toBe(false)
    expect(links.apply({ kind: 'interface-up', node: 'asp', network: 'path-a' })).toHaveLength(4)
  })

  it.each([
    [everywhere, true],
    [pathA, true],
    [{ ...everywhere, network: 'path-b' }, false],
    [{ ...pathA, from: 'asp' }, false],
  ])('have their interfaces raised when whole networks are restored: %o', (selector, up) => {
    const links = new ScenarioLinks(scenario())
    links.apply({ kind: 'interface-down', node: 'asp', network: 'path-a' })
    links.apply({ kind: 'restore', links: [selector] })
    expect(links.isInterfaceUp('asp', 'path-a')).toBe(up)
    expect(links.link('path-a', 'asp', 'sg')!.carries).toBe(up)
  })

  it('are none of the affair of what concerns programs', () => {
    expect(isLinkAction({ kind: 'cut', links: [] })).toBe(true)
    expect(isLinkAction({ kind: 'pause', node: 'sg' })).toBe(false)
  })
})
