import { describe, expect, it } from 'vitest'
import type { DiameterTraffic, M3uaTraffic } from './load-plan.js'
import { readWorkload } from './resolve-workload.js'

const FILES: Readonly<Record<string, string>> = {
  'imsis.csv': 'imsi\n001010000000001\n001010000000002\n',
  'times.txt': '0\n0.5\n',
  'own.yaml': `
template: own
application: S13
steps:
  - request: ECR
    avps: { Auth-Session-State: 1, Terminal-Information: { IMEI: '001' } }
`,
}

function read(text: string, changes: Parameters<typeof readWorkload>[0]['changes'] = {}, replacesArrivals = false) {
  return readWorkload({
    file: 'load.yaml',
    text,
    changes,
    replacesArrivals,
    nameOfChange: () => null,
    readFile: (name) => FILES[name] ?? null,
    profiles: ['telecom', 'rfc9260'],
    nowSeconds: 1000,
  })
}

const DIAMETER = 'protocol: diameter\ntarget: { addresses: [127.0.0.1] }\n'
const M3UA = 'protocol: m3ua\ntarget: { addresses: [127.0.0.1, 127.0.1.1] }\n'

describe('a workload', () => {
  it('has defaults for nearly everything', () => {
    const plan = read(DIAMETER)
    expect(plan).toMatchObject({
      target: { addresses: ['127.0.0.1'], port: 3868, transport: 'sctp', encapsulationPort: 9899 },
      localAddresses: ['127.0.0.1'],
      connections: 1,
      workers: 1,
      arrivals: { model: 'open', spacing: 'constant', rates: [{ atMs: 0, perSecond: 1000 }] },
      warmUpMs: 1000,
      durationMs: 10_000,
      count: Infinity,
      timeoutMs: 5000,
      failIf: [],
    })
    expect((plan.traffic as DiameterTraffic).templates.map(({ template, weight }) => [template.name, weight])).toEqual([['s13-check', 1]])
    expect(
      read(
        'protocol: diameter\ntarget: { addresses: [127.0.0.1], transport: tls }\nsecurity: { authorities: imsis.csv, certificate: imsis.csv, private-key: imsis.csv }\n',
      ).target.port,
    ).toBe(5868)
  })

  it('is all that its file says', () => {
    const plan = read(`${DIAMETER}
connections: 4
workers: 2
arrivals: { steps: [100@0s, 500@10s], spacing: poisson }
count: 500
templates: [{ template: s6a-attach, weight: 3 }, own.yaml]
population: 50
data: { file: imsis.csv, order: once }
fail-if: [p99>50ms, lost>0]
stop-if: errors>100
identity: { host: mme.example.net, destination-host: peer }
`)
    expect(read(`${DIAMETER}data: { file: imsis.csv, order: once }`).warmUpMs).toBe(0)
    expect(plan).toMatchObject({ connections: 4, workers: 2, count: 500, durationMs: Infinity, warmUpMs: 0 })
    expect(plan.arrivals).toMatchObject({ spacing: 'poisson', rates: [{ perSecond: 100 }, { atMs: 10_000, perSecond: 500 }] })
    expect([...plan.failIf, ...plan.stopIf].map(({ text }) => text)).toEqual(['p99>50ms', 'lost>0', 'errors>100'])
    const traffic = plan.traffic as DiameterTraffic
    expect(traffic.templates.map(({ template, weight }) => [template.name, template.population, weight])).toEqual([
      ['s6a-attach', 50, 3],
      ['own', 50, 1],
    ])
    expect(traffic).toMatchObject({ originHost: 'mme.example.net', destinationHost: 'peer', rowOrder: 'once', data: { rows: 2 } })
  })

  it('has M3UA DATA of any size', () => {
    const { traffic, target } = read(`${M3UA}m3ua: { size: '50..200', sls: 3, opc: 1-2-3, traffic-mode: any, echo: true }`)
    expect(target.port).toBe(2905)
    expect(traffic as M3uaTraffic).toMatchObject({
      sizes: { kind: 'uniform', least: 50, most: 200 },
      signallingLinkSelections: { values: [3] },
      originatingPointCode: (1 << 11) | (2 << 3) | 3,
      trafficMode: null,
      echo: true,
      role: 'asp',
    })
  })

  it('lets a flag about arrivals go before whatever the file says about them', () => {
    const text = `${DIAMETER}arrivals: { ramp: 1..100 in 10s, spacing: poisson }\n`
    expect(read(text, { arrivals: { rate: 50 } }, true).arrivals).toMatchObject({ spacing: 'poisson', rates: [{ atMs: 0, perSecond: 50 }] })
    expect(read(text, { arrivals: { spacing: 'constant' } }).arrivals).toMatchObject({ spacing: 'constant', form: 'ramp' })
  })

  it('replays arrivals, or closes the loop', () => {
    expect(read(`${DIAMETER}arrivals: { replay: times.txt }`).arrivals).toEqual({
      model: 'replayed',
      file: 'times.txt',
      instants: Float64Array.from([0, 500]),
    })
    expect(read(`${DIAMETER}arrivals: { closed: 64, think: 10ms }`).arrivals).toEqual({ model: 'closed', outstanding: 64, thinkMs: 10 })
  })

  it.each([
    ['', 'load.yaml:1: protocol: is missing: give m3ua or diameter'],
    ['protocol: diameter', 'target.addresses: is missing'],
    [`${DIAMETER}arrivals: { rate: 5, closed: 3 }`, 'load.yaml:3: arrivals.closed: and rate contradict one another'],
    [`${DIAMETER}arrivals: { ramp: fast }`, 'takes two rates and a time'],
    [`${DIAMETER}arrivals: { rate: 0 }`, 'takes a rate above 0'],
    [`${DIAMETER}arrivals: { think: 5s }`, 'goes with closed'],
    [`${DIAMETER}arrivals: { replay: none.txt }`, '"none.txt" cannot be read'],
    [`${DIAMETER}workers: 3\nconnections: 2`, 'load.yaml:3: workers: takes no more workers than connections (2)'],
    [
      `${DIAMETER}arrivals: { closed: 5, spacing: poisson }`,
      'load.yaml:3: arrivals.spacing: goes with a rate, ramp or steps, not with closed',
    ],
    [`${DIAMETER}arrivals: { replay: times.txt, spacing: constant }`, 'not with replay'],
    [`${DIAMETER}timeout: off`, 'load.yaml:3: timeout: takes a time above 0'],
    [`${DIAMETER}m3ua: { echo: true }`, 'load.yaml:3: m3ua.echo: is for M3UA; leave it out'],
    [`${M3UA}templates: s13-check`, 'load.yaml:3: templates: is for Diameter; leave it out'],
    [`${M3UA}identity: { host: a.example.net }`, 'identity.host: is for Diameter'],
    [`${DIAMETER}fail-if: ULR p99>5ms`, 'no message of this load is called ULR; there are ECR'],
    [`${M3UA}stop-if: ECR lost>5`, 'no message of this load is called ECR; there are DATA'],
    [`${DIAMETER}fail-if: p99>5`, 'a latency takes us, ms or s'],
    [`${DIAMETER}fail-if: p99>5ms for 3s`, '"for" goes with stop-if'],
    [`${DIAMETER}templates: s13-chek`, 'there is no template "s13-chek"'],
    [`${DIAMETER}templates: own.yaml:0`, 'one weight above 0'],
    [`${DIAMETER}data: none.csv`, '"none.csv" cannot be read'],
    [`${DIAMETER}sctp-profile: fast`, 'there is no profile fast'],
    [`${DIAMETER}speed: 5`, 'load.yaml:3: speed: is not known here'],
    [`${M3UA}m3ua: { size: 9999 }`, 'takes numbers from 1 to 4096'],
    [`${M3UA}m3ua: { size: 10, echo: true }`, 'takes numbers from 24 to 4096'],
    [`${M3UA}m3ua: { dpc: 9-9 }`, 'a point code in the format 3-8-3'],
    [`${M3UA}m3ua: { echo: true }\nworkers: 2\nconnections: 2`, 'takes 1 worker where DATA come back'],
    ['protocol: m3ua\ntarget: { addresses: [192.0.2.1] }', 'local.addresses: is missing'],
    [
      'protocol: m3ua\ntarget: { addresses: [127.0.0.1], carrier: ip }\nworkers: 2\nconnections: 2',
      'takes 1 worker where SCTP is on IP itself',
    ],
    ['protocol: diameter\ntarget: { addresses: [127.0.0.1], transport: tls }', 'TLS takes authorities, certificate and private-key'],
  ])('is refused with what would do: %j', (text, why) => {
    expect(() => read(text)).toThrow(why)
  })
})
