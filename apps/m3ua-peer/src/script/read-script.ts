import { AS_STATE_CHANGE, MTP3_USER, OTHER_STATUS, type PointCodeForm, STATUS_TYPE, TRAFFIC_MODE_TYPE } from '@sigbed/m3ua-codec'
import { nearestWord } from '@sigbed/testbed/nearest-word'
import type { M3uaConfiguration, M3uaRole } from '../configuration/m3ua-configuration.js'
import { ScriptError } from './script-error.js'
import type { Step } from './step.js'
import { StepWords } from './step-words.js'

/**
 * Reads a script: steps with commas or line ends between, comments from # to the end of a line.
 *
 * @throws ScriptError for the first step that cannot be done, or not by this role
 */
export function readScript(text: string, configuration: M3uaConfiguration): readonly Step[] {
  const written = text
    .split('\n')
    .flatMap((line) => line.replace(/#.*$/, '').split(','))
    .map((step) => step.trim())
    .filter((step) => step !== '')
  if (written.length === 0) throw new ScriptError('', 'There is no step in the script: give one at least, such as "active".')
  if (written.length > MOST_STEPS) throw new ScriptError('', `There are ${written.length} steps in the script; ${MOST_STEPS} are the most.`)
  return written.map((step) => readStep(step, configuration))
}

/** The names of the steps that a role can do. */
export function stepsOf(role: M3uaRole): readonly string[] {
  return Object.entries(STEPS)
    .filter(([, { roles }]) => roles.includes(role))
    .map(([name]) => name)
}

function readStep(text: string, configuration: M3uaConfiguration): Step {
  const words = new StepWords(text, configuration.pointCodeForm)
  const known = Object.hasOwn(STEPS, words.name) ? STEPS[words.name as keyof typeof STEPS] : null
  if (known === null || !known.roles.includes(configuration.role)) {
    const role = known === null ? '' : ` of ${configuration.role}`
    const steps = stepsOf(configuration.role)
    const meant = nearestWord(words.name, steps)
    const remedy = meant === null ? `there are ${steps.join(', ')}.` : `did you mean ${meant}?`
    throw new ScriptError(words.name === text ? '' : text, `${JSON.stringify(words.name)} is no step${role}; ${remedy}`)
  }
  words.allow(known.takesValue, known.takes)
  const body = known.read(words, configuration)
  const throughNetwork = configuration.role === 'sg' && words.given('rc') === null
  if (body.action !== 'message') return { text, waits: words.waits, ...body }
  return { text, waits: words.waits, ...body, throughNetwork: throughNetwork && OF_THE_NETWORK.has(body.message.kind) }
}

type StepBody = Step extends infer Any ? (Any extends Step ? Omit<Any, 'text' | 'waits' | 'throughNetwork'> : never) : never

interface KnownStep {
  readonly roles: readonly M3uaRole[]
  readonly takesValue: boolean
  readonly takes: readonly string[]
  read(words: StepWords, configuration: M3uaConfiguration): StepBody
}

const ALL: readonly M3uaRole[] = ['sg', 'asp', 'ipsp']
const ASKING: readonly M3uaRole[] = ['asp', 'ipsp']
const GATEWAY: readonly M3uaRole[] = ['sg']
const SCOPE = ['rc', 'na', 'info'] as const
const DATA_ARGUMENTS = ['count', 'rate', 'size', 'sls', 'opc', 'dpc', 'si', 'rc'] as const
const KEY_ARGUMENTS = ['dpc', 'si', 'opc', 'rc', 'na', 'mode', 'id'] as const

const STEPS = {
  inactive: aim('inactive'),
  active: aim('active'),
  down: aim('down'),
  'send-data': step(ALL, false, DATA_ARGUMENTS, (words) => ({
    action: 'send-data',
    count: words.number('count', 1, 1, 100_000_000),
    perSecond: words.number('rate', 100, 1, 1_000_000),
    octets: words.octetCount(),
    signallingLinkSelection: words.numberOrNull('sls', 0, 255),
    originatingPointCode: words.pointCode('opc'),
    destinationPointCode: words.pointCode('dpc'),
    serviceIndicator: words.given('si') === null ? null : words.serviceIndicators(words.given('si')!)[0]!,
    routingContext: words.numberOrNull('rc', 0, 0xffff_ffff),
  })),
  beat: step(ALL, false, [], () => ({ action: 'beat' })),
  daud: step(ASKING, true, SCOPE, (words, configuration) => destinationState('DAUD', words, configuration)),
  duna: step(GATEWAY, true, SCOPE, (words, configuration) => destinationState('DUNA', words, configuration)),
  dava: step(GATEWAY, true, SCOPE, (words, configuration) => destinationState('DAVA', words, configuration)),
  drst: step(GATEWAY, true, SCOPE, (words, configuration) => destinationState('DRST', words, configuration)),
  scon: step(ALL, true, [...SCOPE, 'level', 'concerned'], (words, configuration) => ({
    action: 'message',
    message: {
      kind: 'SCON',
      ...scope(words, configuration),
      affectedPointCodes: words.affectedPointCodes(words.required(examplePointCode(configuration.pointCodeForm))),
      concernedDestination: words.pointCode('concerned'),
      congestionLevel: words.numberOrNull('level', 0, 3),
    },
  })),
  dupu: step(GATEWAY, true, [...SCOPE, 'user', 'cause'], (words, configuration) => ({
    action: 'message',
    message: {
      kind: 'DUPU',
      ...scope(words, configuration),
      affectedPointCode: { mask: 0, pointCode: words.onePointCode(words.required(examplePointCode(configuration.pointCodeForm))) },
      user: words.given('user') === null ? MTP3_USER.SCCP : words.serviceIndicators(words.given('user')!)[0]!,
      cause: words.number('cause', 0, 0, 15),
    },
  })),
  ntfy: step(GATEWAY, true, ['rc', 'info', 'asp'], (words, configuration) => ({
    action: 'message',
    message: {
      kind: 'NTFY',
      ...STATUSES[words.word(words.value, Object.keys(STATUSES) as (keyof typeof STATUSES)[])],
      aspIdentifier: words.numberOrNull('asp', 0, 0xffff_ffff),
      routingContexts: scope(words, configuration).routingContexts,
      info: words.given('info'),
    },
  })),
  'reg-req': step(ASKING, false, KEY_ARGUMENTS, registration),
  'dereg-req': step(ASKING, true, [], (words, configuration) =>
    words.value === null
      ? configuredKeys(words, configuration, false)
      : { action: 'message', message: { kind: 'DEREG REQ', routingContexts: contexts(words, words.value) } },
  ),
  block: step(GATEWAY, false, [], () => ({
    action: 'block',
    blocked: true,
  })),
  unblock: step(GATEWAY, false, [], () => ({ action: 'block', blocked: false })),
  octets: step(ALL, true, ['stream'], (words) => ({
    action: 'octets',
    octets: hexadecimal(words),
    streamId: words.number('stream', 0, 0, 65_535),
  })),
  wait: step(ALL, true, [], (words) => ({
    action: 'wait',
    milliseconds: words.milliseconds(words.required('2s')),
  })),
  until: step(ALL, true, ['patience'], (words, { role }) => ({
    action: 'until',
    state: words.word(
      words.value,
      role === 'asp' ? (['down', 'inactive', 'active'] as const) : (['down', 'inactive', 'active', 'pending'] as const),
    ),
    patienceMs: words.milliseconds(words.given('patience') ?? '10s'),
  })),
} as const satisfies Readonly<Record<string, KnownStep>>

function step(roles: readonly M3uaRole[], takesValue: boolean, takes: readonly string[], read: KnownStep['read']): KnownStep {
  return { roles, takesValue, takes, read }
}

function aim(target: 'down' | 'inactive' | 'active'): KnownStep {
  return step(ASKING, false, [], () => ({ action: 'aim', target }))
}

function destinationState(kind: 'DUNA' | 'DAVA' | 'DAUD' | 'DRST', words: StepWords, configuration: M3uaConfiguration): StepBody {
  const affectedPointCodes = words.affectedPointCodes(words.required(examplePointCode(configuration.pointCodeForm)))
  return { action: 'message', message: { kind, ...scope(words, configuration), affectedPointCodes } }
}

/** Which Application Servers a message is for: all of the node unless told. */
function scope(words: StepWords, { applicationServers }: M3uaConfiguration) {
  const own = applicationServers.map(({ routingContext }) => routingContext).filter((routingContext) => routingContext !== null)
  const given = words.given('rc')
  return {
    networkAppearance: words.numberOrNull('na', 0, 0xffff_ffff) ?? applicationServers[0]?.networkAppearance ?? null,
    routingContexts: given === null ? own : contexts(words, given),
    info: words.given('info'),
  }
}

/** A key of its own; without one those of the configuration. */
function registration(words: StepWords, configuration: M3uaConfiguration): StepBody {
  const dpc = words.given('dpc')
  if (dpc === null) return configuredKeys(words, configuration, true)
  const mode = words.given('mode')
  const si = words.given('si')
  const opc = words.given('opc')
  return {
    action: 'message',
    message: {
      kind: 'REG REQ',
      routingKeys: [
        {
          localRoutingKeyIdentifier: words.number('id', 1, 0, 0xffff_ffff),
          routingContext: words.numberOrNull('rc', 0, 0xffff_ffff),
          trafficModeType: mode === null ? null : TRAFFIC_MODE_TYPE[MODES[words.word(mode, Object.keys(MODES) as (keyof typeof MODES)[])]],
          networkAppearance: words.numberOrNull('na', 0, 0xffff_ffff),
          destinations: words.affectedPointCodes(dpc).map((destinationPointCode) => ({
            destinationPointCode,
            serviceIndicators: si === null ? [] : words.serviceIndicators(si),
            originatingPointCodes: opc === null ? [] : words.affectedPointCodes(opc),
          })),
        },
      ],
    },
  }
}

function configuredKeys(words: StepWords, { applicationServers }: M3uaConfiguration, registered: boolean): StepBody {
  if (applicationServers.some(({ registers }) => registers)) return { action: 'register', registered }
  const written = registered ? 'reg-req:dpc=2-100-3' : 'dereg-req=100'
  return words.fail(`no Application Server has register-routing-key: write ${written}, or configure one.`)
}

function contexts(words: StepWords, text: string): number[] {
  return text.split('+').map((part) => {
    const value = /^\d{1,10}$/.test(part) ? Number(part) : Number.NaN
    return value <= 0xffff_ffff ? value : words.fail(`takes Routing Contexts with + between, not ${JSON.stringify(part)}.`)
  })
}

function hexadecimal(words: StepWords): Uint8Array {
  const text = words.required('0100030100000008')
  if (!/^(?:[0-9a-f]{2}){1,65536}$/i.test(text)) words.fail(`takes octets in hexadecimal, two digits each, not ${JSON.stringify(text)}.`)
  return Uint8Array.from(Buffer.from(text, 'hex'))
}

function examplePointCode(form: PointCodeForm): string {
  return form === 'decimal' ? '4899' : form === '3-8-3' ? '2-100-3' : '1-1-1'
}

const MODES = { override: 'OVERRIDE', loadshare: 'LOADSHARE', broadcast: 'BROADCAST' } as const
const STATUSES = {
  'as-inactive': { statusType: STATUS_TYPE.AS_STATE_CHANGE, statusInformation: AS_STATE_CHANGE.AS_INACTIVE },
  'as-active': { statusType: STATUS_TYPE.AS_STATE_CHANGE, statusInformation: AS_STATE_CHANGE.AS_ACTIVE },
  'as-pending': { statusType: STATUS_TYPE.AS_STATE_CHANGE, statusInformation: AS_STATE_CHANGE.AS_PENDING },
  insufficient: { statusType: STATUS_TYPE.OTHER, statusInformation: OTHER_STATUS.INSUFFICIENT_ASP_RESOURCES },
  alternate: { statusType: STATUS_TYPE.OTHER, statusInformation: OTHER_STATUS.ALTERNATE_ASP_ACTIVE },
  failure: { statusType: STATUS_TYPE.OTHER, statusInformation: OTHER_STATUS.ASP_FAILURE },
} as const
const OF_THE_NETWORK: ReadonlySet<string> = new Set(['DUNA', 'DAVA', 'DRST', 'SCON', 'DUPU'])
const MOST_STEPS = 10_000
