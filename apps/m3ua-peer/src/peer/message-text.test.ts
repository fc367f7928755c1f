import type { M3uaMessage } from '@sigbed/m3ua-codec'
import { describe, expect, it } from 'vitest'
import { messageDetails, messageText } from './message-text.js'

const SSNM = { networkAppearance: 7, routingContexts: [100, 101], info: null } as const

describe('a message in one line', () => {
  it.each<[M3uaMessage, string]>([
    [{ kind: 'ASPUP', aspIdentifier: 3, info: 'hello' }, 'ASPUP ASP Identifier 3, "hello"'],
    [{ kind: 'ASPUP ACK', aspIdentifier: null, info: null }, 'ASPUP ACK'],
    [{ kind: 'ASPAC', trafficModeType: 2, routingContexts: [100], info: null }, 'ASPAC loadshare, RC 100'],
    [{ kind: 'BEAT', heartbeatData: Uint8Array.of(1, 2) }, 'BEAT 2 octets'],
    [{ kind: 'NTFY', statusType: 1, statusInformation: 4, aspIdentifier: 2, routingContexts: [], info: null }, 'NTFY AS-PENDING, ASP 2'],
    [{ kind: 'NTFY', statusType: 3, statusInformation: 9, aspIdentifier: null, routingContexts: [], info: null }, 'NTFY status 3/9'],
    [
      {
        kind: 'ERR',
        errorCode: 0x14,
        routingContexts: [],
        networkAppearance: null,
        affectedPointCodes: [{ mask: 0, pointCode: 4899 }],
        diagnosticInformation: null,
      },
      'ERR Destination Status Unknown, 2-100-3',
    ],
    [{ kind: 'DUNA', ...SSNM, affectedPointCodes: [{ mask: 3, pointCode: 4896 }] }, 'DUNA 2-100-0/3, RC 100 101, NA 7'],
    [
      { kind: 'SCON', ...SSNM, affectedPointCodes: [{ mask: 0, pointCode: 4899 }], congestionLevel: 1, concernedDestination: 4900 },
      'SCON 2-100-3, level 1, concerns 2-100-4, RC 100 101, NA 7',
    ],
    [
      { kind: 'DUPU', ...SSNM, affectedPointCode: { mask: 0, pointCode: 4899 }, user: 3, cause: 1 },
      'DUPU 2-100-3, user 3, cause 1, RC 100 101, NA 7',
    ],
    [{ kind: 'DEREG REQ', routingContexts: [100] }, 'DEREG REQ RC 100'],
    [
      {
        kind: 'REG RSP',
        registrationResults: [
          { localRoutingKeyIdentifier: 1, status: 0, routingContext: 9 },
          { localRoutingKeyIdentifier: 2, status: 10, routingContext: 0 },
        ],
      },
      'REG RSP key 1: Successfully Registered, RC 9, key 2: Error - Unsupported/Invalid Traffic Handling Mode',
    ],
    [
      {
        kind: 'REG REQ',
        routingKeys: [
          {
            localRoutingKeyIdentifier: 1,
            routingContext: 5,
            trafficModeType: null,
            networkAppearance: null,
            destinations: [
              {
                destinationPointCode: { mask: 0, pointCode: 4899 },
                serviceIndicators: [3, 5],
                originatingPointCodes: [{ mask: 0, pointCode: 1 }],
              },
            ],
          },
        ],
      },
      'REG REQ key 1: DPC 2-100-3 SI 3 5 OPC 0-0-1, RC 5',
    ],
  ])('%o', (message, text) => {
    expect(messageText(message, '3-8-3')).toBe(text)
  })

  it('gives octets to programs in hexadecimal', () => {
    expect(messageDetails({ kind: 'BEAT', heartbeatData: Uint8Array.of(1, 255) })).toEqual({ heartbeatData: '01ff' })
  })
})
