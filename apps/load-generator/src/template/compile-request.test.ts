// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is what templates are made of
import { avpValue, type DiameterMessage, decodeMessage, findApplication, isDecodeFault } from 'diameter-codec'
import { describe, expect, it } from 'vitest'
import { compileRequest, type RequestIdentities } from './compile-request.js'
import type { CompiledRequest } from './compiled-request.js'
import { type DataColumns, NO_DATA, readDataColumns } from './data-columns.js'
import { shippedTemplate, shippedTemplates } from './shipped-templates.js'
import { readTrafficTemplate, type TrafficTemplate } from './traffic-template.js'
import { RunValues } from './value-slot.js'

const IDENTITIES: RequestIdentities = {
  originHost: 'a.example',
  originRealm: 'example',
  destinationRealm: 'home.example',
  destinationHost: null,
}

function templateOf(text: string, data: DataColumns = NO_DATA): TrafficTemplate {
  return readTrafficTemplate({ file: 'own.yaml', text }, data, null, (step, report) => void compileRequest(step, IDENTITIES, data, report))
}

function compiled(template: TrafficTemplate, step: number, data: DataColumns = NO_DATA): CompiledRequest {
  return compileRequest(template.steps[step]!, IDENTITIES, data, (place, message) => expect.unreachable(`${place.join('.')}: ${message}`))!
}

// biome-ignore lint/suspicious/noExplicitAny: the dictionary is known to the test only
function read(request: CompiledRequest): DiameterMessage<any, any> {
  const { dictionary } = findApplication(request.applicationId)!
  const message = decodeMessage(request.octets, 0, request.length, dictionary, { mode: 'strict' })
  return isDecodeFault(message) ? expect.unreachable(`${message.resultCode}: ${message.where}`) : message
}

function values(changes: Partial<RunValues>): RunValues {
  return Object.assign(new RunValues(), changes)
}

const ECR = (imei: string) => `
template: own
application: S13
steps:
  - request: ECR
    avps:
      Auth-Session-State: NO_STATE_MAINTAINED
      User-Name: ${imei}
      Terminal-Information: { IMEI: '\${imei}', Software-Version: '01' }
`

describe('a compiled request', () => {
  it('is what its template says, with what every request has', () => {
    const request = compiled(templateOf(shippedTemplate('s13-check')!.text), 0)
    request.write(values({ subscriber: 42, sessionHigh: 7, sessionLow: 9 }), 0x1234)
    const { command, endToEndId, proxiable, avps } = read(request)
    expect({ command, endToEndId, proxiable }).toEqual({ command: 'ME-Identity-Check-Request', endToEndId: 0x1234, proxiable: true })
    expect(avps).toEqual([
      { name: 'Session-Id', value: 'a.example;0000000007;0000000009' },
      { name: 'Origin-Host', value: 'a.example' },
      { name: 'Origin-Realm', value: 'example' },
      { name: 'Destination-Realm', value: 'home.example' },
      { name: 'Auth-Session-State', value: 'NO_STATE_MAINTAINED' },
      { name: 'Terminal-Information', value: [{ name: 'IMEI', value: '00100001000042' }] },
    ])
  })

  it('is laid out once where no value changes its length, and patched', () => {
    const request = compiled(templateOf(shippedTemplate('s13-check')!.text), 0)
    request.write(values({ subscriber: 1 }), 1)
    const { octets } = request
    request.write(values({ subscriber: 2 }), 2)
    expect(request.isFixed).toBe(true)
    expect(request.octets).toBe(octets)
    expect(avpValue(avpValue(read(request).avps, 'Terminal-Information')!, 'IMEI')).toBe('00100001000002')
  })

  it('is written anew where values change their lengths, groups and paddings with them', () => {
    const data = readDataColumns('imei,name\n00100001000000,a\n001000010000005,somewhat longer\n') as DataColumns
    const request = compiled(templateOf(ECR("'${name}'"), data), 0, data)
    expect(request.isFixed).toBe(false)
    for (const [row, imei, name] of [
      [0, '00100001000000', 'a'],
      [1, '001000010000005', 'somewhat longer'],
      [0, '00100001000000', 'a'],
    ] as const) {
      request.write(values({ row }), 1)
      const { avps } = read(request)
      expect([avpValue(avps, 'User-Name'), avpValue(avpValue(avps, 'Terminal-Information')!, 'IMEI')]).toEqual([name, imei])
    }
  })

  it('writes numbers, addresses and columns in the format of their AVP', () => {
    const data = readDataColumns('kind,octets\nEUTRAN,0x0102\nUTRAN,0xff00\n') as DataColumns
    const text = `
template: own
application: Gx
steps:
  - request: CCR
    avps:
      Auth-Application-Id: 16777238
      CC-Request-Type: UPDATE_REQUEST
      CC-Request-Number: \${request-number}
      Framed-IP-Address: \${ipv4:10.1.0.0}
      RAT-Type: \${kind}
      Bearer-Identifier: \${octets}
`
    const request = compiled(templateOf(text, data), 0, data)
    expect(request.isFixed).toBe(true)
    request.write(values({ requestNumber: 3, subscriber: 258, row: 1 }), 1)
    const { avps } = read(request)
    expect(avpValue(avps, 'CC-Request-Number')).toBe(3)
    expect(avpValue(avps, 'Framed-IP-Address')).toEqual(Uint8Array.of(10, 1, 1, 2))
    expect(avpValue(avps, 'RAT-Type')).toBe('UTRAN')
    expect(avpValue(avps, 'Bearer-Identifier')).toEqual(Uint8Array.of(0xff, 0))
  })

  it('goes to one server where that is wanted', () => {
    const { steps } = templateOf(shippedTemplate('s6a-attach')!.text)
    const request = compileRequest(steps[0]!, { ...IDENTITIES, destinationHost: 'hss.home.example' }, NO_DATA, () => {})!
    request.write(values({}), 1)
    expect(avpValue(read(request).avps, 'Destination-Host')).toBe('hss.home.example')
  })
})

describe('a shipped template', () => {
  it.each(shippedTemplates())('%s is understood by whoever has its dictionary', (name) => {
    const template = templateOf(shippedTemplate(name)!.text)
    template.steps.forEach((_, step) => {
      const request = compiled(template, step)
      for (const subscriber of [1, 999]) {
        request.write(values({ subscriber, requestNumber: step, sessionLow: subscriber }), subscriber)
        expect(read(request).endToEndId).toBe(subscriber)
        expect(request.isFixed).toBe(true)
      }
    })
  })
})

describe('a template that is wrong', () => {
  it.each([
    [
      'NO_STATE_MAINTAINED',
      'SOMETIMES',
      'own.yaml:6: steps[0].avps.Auth-Session-State: Auth-Session-State takes one of STATE_MAINTAINED (0)',
    ],
    ["{ IMEI: '00100001000000' }", 'x', 'Terminal-Information is a group of IMEI'],
    ['User-Name: x', 'User-Name: { a: b }', 'User-Name is UTF8String, not a group'],
    ['User-Name: x', "User-Name: '${nobody}'", 'nothing is called ${nobody}: there is no table'],
    ['User-Name: x', "User-Name: '${}'", 'has a variable without a name'],
    ['User-Name: x', 'Use-Name: x', 'own.yaml:7: steps[0].avps.Use-Name: no AVP of this application is called Use-Name'],
    ['Auth-Session-State: NO_STATE_MAINTAINED', 'Proxy-State: x', 'would be refused with 5005: Auth-Session-State'],
    ['request: ECR', 'request: EIR', 'takes a request of S13: '],
    ['application: S13', 'application: S99', 'own.yaml:2: application: takes one of'],
    ['steps:', 'stops:', 'own.yaml:3: stops: is not known here'],
  ])('is refused with file, line and remedy: %j as %j', (right, wrong, why) => {
    const text = `template: own
application: S13
steps:
  - request: ECR
    avps:
      Auth-Session-State: NO_STATE_MAINTAINED
      User-Name: x
      Terminal-Information: { IMEI: '00100001000000' }
`
    expect(templateOf(text).steps).toHaveLength(1)
    expect(() => templateOf(text.replace(right, wrong))).toThrow(why)
  })
})
