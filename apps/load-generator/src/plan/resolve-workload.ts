import { DIAMETER_PORT, DIAMETER_SECURE_PORT } from '@sigbed/diameter'
import { M3UA_PORT } from '@sigbed/m3ua'
import { parsePointCode } from '@sigbed/m3ua-codec'
import { SHORTEST_PAYLOAD } from '@sigbed/measurement'
import { millisecondsOf, type Place, type Report, readConfigurationDocument } from '@sigbed/testbed'
import type { z } from 'zod'
import { compileRequest } from '../template/compile-request.js'
import { type DataColumns, NO_DATA, readDataColumns } from '../template/data-columns.js'
import { shippedTemplate, shippedTemplates } from '../template/shipped-templates.js'
import { readTrafficTemplate, type TemplateSource } from '../template/traffic-template.js'
import { readArrivalTimes } from '../workload/replayed-arrivals.js'
import type { RatePoint } from '../workload/time-warp.js'
import { type Condition, parseCondition } from './condition.js'
import type { ArrivalPlan, DiameterTraffic, LoadPlan, M3uaTraffic, WeightedTemplate } from './load-plan.js'
import { boundsOf, parseDistribution, parseRamp, parseSteps } from './rate-text.js'
import { WORKLOAD_DOCUMENT, type WorkloadDocument } from './workload-document.js'

type Document = z.output<typeof WORKLOAD_DOCUMENT>

/** Where a workload comes from, and what it is read with. */
export interface WorkloadSource {
  /** As the user named it; null where there is none. */
  readonly file: string | null
  readonly text: string
  /** What flags change. */
  readonly changes: WorkloadDocument
  /** A change says when to send: what the file says about that is left aside. */
  readonly replacesArrivals: boolean
  readonly nameOfChange: (place: Place) => string | null
  /** A file the workload names, by its path there; null: it cannot be read. */
  readonly readFile: (path: string) => string | null
  readonly profiles: readonly string[]
  readonly nowSeconds: number
}

/** Reads a workload. @throws ConfigurationError with every problem there is, each with its line */
export function readWorkload(source: WorkloadSource): LoadPlan {
  return readConfigurationDocument(source, WORKLOAD_DOCUMENT, (document, report) => new WorkloadReading(source, document, report).plan())
}

class WorkloadReading {
  constructor(
    private readonly source: WorkloadSource,
    private readonly document: Document,
    private readonly report: Report,
  ) {}

  plan(): LoadPlan {
    const { document, report, source } = this
    const protocol = document.protocol ?? (document.m3ua !== undefined ? 'm3ua' : document.templates !== undefined ? 'diameter' : null)
    if (protocol === null) report(['protocol'], 'is missing: give m3ua or diameter, as in "sigbed load m3ua".')
    else this.refuseKeysOf(protocol === 'm3ua' ? 'diameter' : 'm3ua')
    const traffic = protocol === 'm3ua' ? this.m3ua() : this.diameter()
    const sctpProfile = document['sctp-profile'] ?? 'telecom'
    if (!source.profiles.includes(sctpProfile))
      report(['sctp-profile'], `there is no profile ${sctpProfile}; there are ${source.profiles.join(', ')}.`)
    const connections = document.connections ?? document.workers ?? 1
    const workers = document.workers ?? 1
    if (workers > connections)
      report(['workers'], `takes no more workers than connections (${connections}): each has connections of its own.`)
    const count = document.count ?? Infinity
    // What is used up is not wasted on what does not count.
    const isUsedUp = count !== Infinity || (typeof document.data === 'object' && document.data.order === 'once')
    const kinds =
      traffic.protocol === 'm3ua' ? ['DATA'] : traffic.templates.flatMap(({ template }) => template.steps.map(({ kind }) => kind))
    const timeoutMs = millisecondsOf(document.timeout ?? DEFAULT_TIMEOUT_MS)
    if (timeoutMs === 0) report(['timeout'], 'takes a time above 0, such as 5s: every message would be lost.')
    const durationMs =
      document.duration === undefined ? (count === Infinity ? DEFAULT_DURATION_MS : Infinity) : millisecondsOf(document.duration)
    if (durationMs === 0) report(['duration'], 'takes a time above 0, such as 10s.')
    const plan: LoadPlan = {
      target: this.target(protocol ?? 'diameter'),
      localAddresses: document.local?.addresses ?? this.usualLocalAddresses(),
      sctpProfile,
      connections,
      workers,
      arrivals: this.arrivals(),
      seed: document.seed ?? 1,
      warmUpMs: document['warm-up'] === undefined ? (isUsedUp ? 0 : DEFAULT_WARM_UP_MS) : millisecondsOf(document['warm-up']),
      durationMs,
      count,
      timeoutMs,
      stopIf: this.conditions('stop-if', kinds),
      failIf: this.conditions('fail-if', kinds),
      traffic,
      text: source.text,
    }
    if (plan.target.encapsulationPort === 0 && plan.target.transport === 'sctp' && workers > 1)
      report(['workers'], 'takes 1 worker where SCTP is on IP itself: every packet would reach all of them.')
    if (traffic.protocol === 'm3ua' && traffic.echo && workers > 1)
      report(['workers'], 'takes 1 worker where DATA come back: a gateway may send them to any ASP of the AS.')
    return plan
  }

  private target(protocol: 'm3ua' | 'diameter'): LoadPlan['target'] {
    const { document, report } = this
    const { addresses, port, transport = 'sctp', carrier = 'udp' } = document.target ?? {}
    if (addresses === undefined) report(['target', 'addresses'], 'is missing: give the IP addresses of the node to load.')
    if (protocol === 'm3ua' && transport !== 'sctp') report(['target', 'transport'], 'takes sctp: there is no M3UA over anything else.')
    const usual = protocol === 'm3ua' ? M3UA_PORT : transport === 'tls' ? DIAMETER_SECURE_PORT : DIAMETER_PORT
    const encapsulationPort = carrier === 'ip' ? 0 : (document.target?.['udp-port'] ?? USUAL_UDP_PORT)
    return { addresses: addresses ?? [], port: port ?? usual, transport, encapsulationPort }
  }

  /** On this machine's own network the addresses are known; elsewhere somebody has to say which of the own are to be used. */
  private usualLocalAddresses(): readonly string[] {
    const { document, report } = this
    const addresses = document.target?.addresses ?? []
    const isLoopback = addresses.every((address) => address.startsWith('127.') || address === '::1')
    if (isLoopback || document.target?.transport === 'tcp' || document.target?.transport === 'tls')
      return isLoopback ? [addresses[0]?.includes(':') === true ? '::1' : '127.0.0.1'] : []
    report(['local', 'addresses'], 'is missing: give the own IP addresses the associations are to have.')
    return []
  }

  private arrivals(): ArrivalPlan {
    const { document, report } = this
    const { source } = this
    const own = source.changes.arrivals
    const {
      rate,
      ramp,
      steps,
      replay,
      closed,
      think,
      spacing = 'constant',
    } = {
      ...document.arrivals,
      ...(source.replacesArrivals && { rate: own?.rate, ramp: own?.ramp, steps: own?.steps, replay: own?.replay, closed: own?.closed }),
    }
    const given = Object.entries({ rate, ramp, steps, replay, closed }).filter(([, value]) => value !== undefined)
    if (given.length > 1) report(['arrivals', given[1]![0]], `and ${given[0]![0]} contradict one another; give one of them.`)
    const spaced = source.replacesArrivals ? own?.spacing : document.arrivals?.spacing
    if (spaced !== undefined && (closed !== undefined || replay !== undefined))
      report(['arrivals', 'spacing'], `goes with a rate, ramp or steps, not with ${closed === undefined ? 'replay' : 'closed'}.`)
    if (think !== undefined && closed === undefined) report(['arrivals', 'think'], 'goes with closed.')
    if (closed !== undefined) return { model: 'closed', outstanding: closed, thinkMs: millisecondsOf(think ?? 0) }
    if (replay !== undefined) return this.replayed(replay)
    const open = (form: 'steps' | 'ramp', rates: readonly RatePoint[] | string, place: string): ArrivalPlan => {
      if (typeof rates === 'string') report(['arrivals', place], `${rates}.`)
      else if (rates.every(({ perSecond }) => perSecond === 0)) report(['arrivals', place], 'takes a rate above 0 at some time.')
      return { model: 'open', spacing, form, rates: typeof rates === 'string' ? [{ atMs: 0, perSecond: 1 }] : rates }
    }
    if (ramp !== undefined) return open('ramp', parseRamp(ramp), 'ramp')
    if (steps !== undefined) return open('steps', parseSteps(typeof steps === 'string' ? steps.split(',') : steps), 'steps')
    return open('steps', [{ atMs: 0, perSecond: rate ?? DEFAULT_RATE }], 'rate')
  }

  private replayed(file: string): ArrivalPlan {
    const text = this.read(file, ['arrivals', 'replay'])
    const instants = readArrivalTimes(text ?? '0')
    if (instants instanceof Float64Array) return { model: 'replayed', file, instants }
    this.report(['arrivals', 'replay'], `${file}:${instants.line}: ${instants.message}`)
    return { model: 'replayed', file, instants: new Float64Array(1) }
  }

  /** What is about the other protocol would do nothing, and whoever gave it would not know. */
  private refuseKeysOf(other: 'm3ua' | 'diameter'): void {
    for (const key of OWN_KEYS[other]) {
      const given: unknown = this.document[key]
      if (given === undefined) continue
      const isMap = typeof given === 'object' && given !== null && !Array.isArray(given)
      for (const member of isMap ? Object.keys(given) : [null])
        this.report(member === null ? [key] : [key, member], `is for ${NAMES[other]}; leave it out.`)
    }
  }

  private conditions(key: 'stop-if' | 'fail-if', kinds: readonly string[]): Condition[] {
    const given = this.document[key]
    const texts = given === undefined ? [] : typeof given === 'string' ? given.split(',') : given
    return texts.flatMap((text, i) => {
      const condition = parseCondition(text)
      const isKnown = typeof condition === 'string' || condition.kind === null || kinds.includes(condition.kind)
      if (typeof condition !== 'string' && isKnown && (key === 'stop-if' || condition.forMs === 0)) return [condition]
      const why =
        typeof condition === 'string'
          ? condition
          : !isKnown
            ? `${JSON.stringify(text)}: no message of this load is called ${condition.kind}; there are ${[...new Set(kinds)].join(', ')}.`
            : `${JSON.stringify(text)}: "for" goes with stop-if; a threshold is about the whole load.`
      this.report(typeof given === 'string' ? [key] : [key, i], why)
      return []
    })
  }

  private m3ua(): M3uaTraffic {
    const { report } = this
    const given = this.document.m3ua ?? {}
    const form = given['point-code-format'] ?? '3-8-3'
    const pointCode = (key: 'opc' | 'dpc', otherwise: number): number => {
      const value = given[key] ?? otherwise
      const parsed = typeof value === 'number' ? value : parsePointCode(value, form)
      if (parsed === null) report(['m3ua', key], `takes a point code in the format ${form}, not ${JSON.stringify(value)}.`)
      return parsed ?? 0
    }
    const distribution = (key: 'size' | 'sls', otherwise: string, least: number, most: number) => {
      const parsed = parseDistribution(given[key] ?? otherwise)
      if (typeof parsed === 'string') {
        report(['m3ua', key], `${parsed}.`)
        return { kind: 'list', values: [least], weights: [1] } as const
      }
      const [smallest, largest] = boundsOf(parsed)
      if (smallest < least || largest > most) report(['m3ua', key], `takes numbers from ${least} to ${most}.`)
      return parsed
    }
    const echo = given.echo ?? false
    const mode = given['traffic-mode'] ?? ((this.document.connections ?? 1) > 1 ? 'loadshare' : 'override')
    return {
      protocol: 'm3ua',
      role: given.role ?? 'asp',
      routingContext: given['routing-context'] ?? 1,
      trafficMode: mode === 'any' ? null : mode,
      aspIdentifier: given['asp-identifier'] ?? null,
      originatingPointCode: pointCode('opc', 1),
      destinationPointCode: pointCode('dpc', 2),
      serviceIndicator: given.si ?? SERVICE_INDICATOR_TESTING,
      networkIndicator: given['network-indicator'] ?? NATIONAL_NETWORK,
      messagePriority: given.priority ?? 0,
      signallingLinkSelections: distribution('sls', '0..15', 0, 255),
      // What comes back is known by what stands in it.
      sizes: distribution('size', '100', echo ? SHORTEST_PAYLOAD : 1, LONGEST_USER_DATA),
      echo,
    }
  }

  private diameter(): DiameterTraffic {
    const { document, source } = this
    const { data = NO_DATA, order } = this.data()
    const { host, realm, ...destination } = document.identity ?? {}
    return {
      protocol: 'diameter',
      originHost: host ?? 'load.example.net',
      originRealm: realm ?? 'example.net',
      destinationRealm: destination['destination-realm'] ?? null,
      destinationHost: destination['destination-host'] ?? null,
      templates: this.templates(data, destination['destination-host'] ?? null),
      data,
      rowOrder: order,
      security: document.target?.transport === 'tls' ? this.security() : null,
      startTimeSeconds: source.nowSeconds,
    }
  }

  private data(): { readonly data?: DataColumns; readonly order: DiameterTraffic['rowOrder'] } {
    const given = this.document.data
    if (given === undefined) return { order: 'round-robin' }
    const { file, order = 'round-robin' } = typeof given === 'string' ? { file: given } : given
    const text = this.read(file, ['data'])
    if (text === null) return { order }
    const data = readDataColumns(text)
    if ('columns' in data) return { data, order }
    this.report(['data'], `${file}${data.line > 0 ? `:${data.line}` : ''}: ${data.message}`)
    return { order }
  }

  private templates(data: DataColumns, destinationHost: string | null): readonly WeightedTemplate[] {
    const given = this.document.templates ?? DEFAULT_TEMPLATE
    const entries = (typeof given === 'string' ? given.split(',') : given).map((entry, i) => {
      const place: Place = typeof given === 'string' ? ['templates'] : ['templates', i]
      if (typeof entry !== 'string') return { name: entry.template, weight: entry.weight ?? 1, place }
      // A weight stands behind a colon, as in s6a-attach:3.
      const [, name, weight] = /^(.*?)(?::(\d{1,7}(?:\.\d{1,6})?))?$/.exec(entry.trim()) ?? []
      return { name: name ?? entry, weight: weight === undefined ? 1 : Number(weight), place }
    })
    if (!entries.some(({ weight }) => weight > 0)) this.report(['templates'], 'takes one weight above 0 at least.')
    return entries.flatMap(({ name, weight, place }) => {
      const template = this.template(name, place)
      if (template === null) return []
      // What is wrong in a template is told with its own file and line.
      const read = readTrafficTemplate(template, data, this.document.population ?? null, (step, report) =>
        compileRequest(step, { ...SAMPLE_IDENTITIES, destinationHost }, data, report),
      )
      return [{ template: read, weight }]
    })
  }

  private template(name: string, place: Place): TemplateSource | null {
    const shipped = shippedTemplate(name)
    if (shipped !== null) return shipped
    const text = this.source.readFile(name)
    if (text !== null) return { file: name, text }
    this.report(
      place,
      `there is no template ${JSON.stringify(name)}, and no file that can be read: there are ${shippedTemplates().join(', ')}.`,
    )
    return null
  }

  private security(): DiameterTraffic['security'] {
    const given = this.document.security ?? {}
    const part = (key: 'authorities' | 'certificate' | 'private-key'): string => {
      const file = given[key]
      // RFC 6733 §13.1: both ends authenticate.
      if (file === undefined)
        this.report(['security', key], 'is missing: TLS takes authorities, certificate and private-key, each a PEM file.')
      return file === undefined ? '' : (this.read(file, ['security', key]) ?? '')
    }
    return { authorities: part('authorities'), certificate: part('certificate'), privateKey: part('private-key') }
  }

  private read(file: string, place: Place): string | null {
    const text = this.source.readFile(file)
    if (text === null) this.report(place, `${JSON.stringify(file)} cannot be read; name a file.`)
    return text
  }
}

const OWN_KEYS = { m3ua: ['m3ua'], diameter: ['templates', 'population', 'data', 'identity', 'security'] } as const
const NAMES = { m3ua: 'M3UA', diameter: 'Diameter' } as const
const SAMPLE_IDENTITIES = { originHost: 'load.example.net', originRealm: 'example.net', destinationRealm: 'example.net' }
const DEFAULT_TEMPLATE = 's13-check'
const DEFAULT_RATE = 1000
const DEFAULT_DURATION_MS = 10_000
const DEFAULT_WARM_UP_MS = 1000
const DEFAULT_TIMEOUT_MS = 5000
const USUAL_UDP_PORT = 9899
/** ITU-T Q.704 §14.2.1: the MTP Testing User Part. */
const SERVICE_INDICATOR_TESTING = 8
const NATIONAL_NETWORK = 2
/** A gateway of SS7 takes 272 octets; longer ones are for those without (RFC 4666 §1.4.7). */
const LONGEST_USER_DATA = 4096
