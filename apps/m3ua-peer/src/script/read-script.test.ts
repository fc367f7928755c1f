import { describe, expect, it } from 'vitest'
import type { M3uaConfiguration, M3uaRole } from '../configuration/m3ua-configuration.js'
import { readConfiguration } from '../configuration/read-configuration.js'
import { readScript } from './read-script.js'

function configurationOf(
  role: M3uaRole,
  text = 'application-servers: [{ routing-context: 100, network-appearance: 7 }]',
): M3uaConfiguration {
  return readConfiguration({ file: null, text, changes: {}, nameOfChange: () => null, profiles: ['rfc9260'] }, role)
}

describe('a script', () => {
  it('has commas or line ends between its steps, and comments', () => {
    const steps = readScript('inactive, active # up\n\n# traffic\nbeat!,wait=1.5s', configurationOf('asp'))
    expect(steps.map(({ text, action, waits }) => [text, action, waits])).toEqual([
      ['inactive', 'aim', true],
      ['active', 'aim', true],
      ['beat!', 'beat', false],
      ['wait=1.5s', 'wait', true],
    ])
    expect(steps[3]).toMatchObject({ milliseconds: 1500 })
  })

  it('names the Application Servers of the node unless told otherwise', () => {
    const [all, some] = readScript('daud=2-100-0/3+2-101-1,daud=2-100-3:rc=1+2:na=9', configurationOf('asp'))
    expect(all).toMatchObject({
      message: {
        kind: 'DAUD',
        networkAppearance: 7,
        routingContexts: [100],
        affectedPointCodes: [
          { mask: 3, pointCode: 0x1320 },
          { mask: 0, pointCode: 0x1329 },
        ],
      },
    })
    expect(some).toMatchObject({ message: { networkAppearance: 9, routingContexts: [1, 2] } })
  })

  it('says what a gateway tells', () => {
    const steps = readScript(
      'duna=1-1-1,scon=1-1-1:level=2,dupu=1-1-1:user=isup:cause=2,ntfy=as-pending,ntfy=failure:asp=3,block',
      configurationOf('sg'),
    )
    expect(steps.map((step) => (step.action === 'message' ? step.message : step.action))).toMatchObject([
      { kind: 'DUNA' },
      { kind: 'SCON', congestionLevel: 2, concernedDestination: null },
      { kind: 'DUPU', user: 5, cause: 2, affectedPointCode: { mask: 0, pointCode: 0x809 } },
      { kind: 'NTFY', statusType: 1, statusInformation: 4, routingContexts: [100] },
      { kind: 'NTFY', statusType: 2, statusInformation: 3, aspIdentifier: 3 },
      'block',
    ])
  })

  it('says what is sent as DATA, and asks for traffic', () => {
    const [plain, told, key] = readScript(
      'send-data,send-data:count=10:rate=5:size=0:sls=3:opc=1-1-1:dpc=4:si=sccp:rc=9,reg-req:dpc=2-100-3:si=3+isup:mode=loadshare',
      configurationOf('asp'),
    )
    expect(plain).toMatchObject({ count: 1, perSecond: 100, octets: 64, signallingLinkSelection: null, routingContext: null })
    expect(told).toMatchObject({
      count: 10,
      perSecond: 5,
      octets: 0,
      signallingLinkSelection: 3,
      originatingPointCode: 0x809,
      routingContext: 9,
    })
    expect(key).toMatchObject({ message: { routingKeys: [{ trafficModeType: 2, destinations: [{ serviceIndicators: [3, 5] }] }] } })
  })

  it.each<[M3uaRole, string, string]>([
    ['asp', '', 'There is no step in the script'],
    ['asp', '# nothing', 'There is no step in the script'],
    ['asp', 'activ', '"activ" is no step; did you mean active?'],
    ['asp', 'duna=1-1-1', '"duna" is no step of asp'],
    ['sg', 'active', '"active" is no step of sg'],
    ['asp', 'active=1', 'takes no value; leave out "=1"'],
    ['asp', 'daud', 'needs a value: write daud=2-100-3'],
    ['asp', 'daud=9-0-0', '"9-0-0" is no point code: write it as 3-8-3'],
    ['asp', 'daud=1-1-1:rx=3', 'rx is no argument of it; there are rc, na, info'],
    ['asp', 'daud=1-1-1:rc=x', 'takes Routing Contexts with + between, not "x"'],
    ['asp', 'beat:rc=1', 'rc is no argument of it; there are none'],
    ['asp', 'send-data:count', '"count" is no argument: write name=value'],
    ['asp', 'send-data:count=0', 'count takes a whole number from 1 to'],
    ['asp', 'send-data:count=1:count=2', 'count is given twice'],
    ['asp', 'send-data:si=phone', 'si takes numbers up to 15'],
    ['asp', 'reg-req', 'no Application Server has register-routing-key: write reg-req:dpc=2-100-3, or configure one.'],
    ['asp', 'dereg-req', 'no Application Server has register-routing-key: write dereg-req=100'],
    ['sg', 'dupu=1-1-0/3', '"1-1-0/3" is no point code: write it as 3-8-3 or in decimal up to 16383.'],
    ['asp', 'wait=soon', 'takes a time such as 2s'],
    ['asp', 'until=pending', 'takes down, inactive, active, not "pending"'],
    ['sg', 'ntfy', 'takes as-inactive, as-active'],
    ['sg', 'scon=1-1-1:level=4', 'level takes a whole number from 0 to 3'],
    ['asp', 'octets=123', 'takes octets in hexadecimal'],
  ])('of %s that says %j is refused as a whole', (role, text, reason) => {
    expect(() => readScript(text, configurationOf(role))).toThrow(reason)
  })

  it('of ten thousand steps is the longest', () => {
    expect(readScript('beat\n'.repeat(10_000), configurationOf('asp'))).toHaveLength(10_000)
    expect(() => readScript('beat\n'.repeat(10_001), configurationOf('asp'))).toThrow('10000 are the most')
  })
})
