import { fromHexadecimal, toHexadecimal } from '@sigbed/octets'
import { describe, expect, it } from 'vitest'
import { isDecodeFault } from '../decode-fault.js'
import { type DiameterMessage, decodeMessage, encodeMessage } from '../message-codec.js'
import type { AvpOf, AvpTable, CommandTable, Dictionary } from './dictionary.js'
import { GX } from './gx.js'
import { GY } from './gy.js'
import { NASREQ } from './nasreq.js'
import type { POLICY_AND_CHARGING_AVPS } from './policy-and-charging.js'
import type { RFC6733_AVPS } from './rfc6733.js'
import { RX } from './rx.js'
import { SY } from './sy.js'

type Avps = typeof RFC6733_AVPS & typeof POLICY_AND_CHARGING_AVPS

/** Octets written in hexadecimal, with remarks after a number sign. */
function octetsOf(text: string): Uint8Array {
  return fromHexadecimal(text.replace(/#.*/g, ''))!
}

// Four messages composed octet by octet from the code numbers and flags of the documents, not by this codec: the first two exchange
// of a bearer on Gx, a call on Rx, and the last quota of a subscriber on Gy.
const GX_CCR_I = octetsOf(`
  01 00011c  c0 000110  01000016  00000001  00000002                # version 1, 284 octets, R and P, CCR, Gx, identifiers
  00000107 40 00000f  7067773b313b31 00                             # Session-Id "pgw;1;1"
  00000102 40 00000c  01000016                                      # Auth-Application-Id 16777238
  00000108 40 000017  7067772e6578616d706c652e6e6574 00             # Origin-Host "pgw.example.net"
  00000128 40 000013  6578616d706c652e6e6574 00                     # Origin-Realm "example.net"
  0000011b 40 000013  6578616d706c652e6e6574 00                     # Destination-Realm "example.net"
  000001a0 40 00000c  00000001                                      # CC-Request-Type INITIAL_REQUEST
  0000019f 40 00000c  00000000                                      # CC-Request-Number 0
  000001bb 40 00002c                                                # Subscription-Id
    000001c2 40 00000c  00000001                                    #   Subscription-Id-Type END_USER_IMSI
    000001bc 40 000017  303031303130313233343536373839 00           #   Subscription-Id-Data "001010123456789"
  00000008 40 00000c  0a000001                                      # Framed-IP-Address 10.0.0.1
  00000403 c0 000010 000028af  00000005                             # IP-CAN-Type 3GPP-EPS
  00000408 80 000010 000028af  000003ec                             # RAT-Type EUTRAN
  000003f8 c0 00002c 000028af                                       # QoS-Information
    00000411 80 000010 000028af  02faf080                           #   APN-Aggregate-Max-Bitrate-UL 50 Mbit/s
    00000410 80 000010 000028af  05f5e100                           #   APN-Aggregate-Max-Bitrate-DL 100 Mbit/s
  0000001e 40 000010  696e7465726e6574                              # Called-Station-Id "internet"`)

const GX_CCA_I = octetsOf(`
  01 000168  40 000110  01000016  00000001  00000002                # version 1, 360 octets, P, CCA, Gx
  00000107 40 00000f  7067773b313b31 00                             # Session-Id "pgw;1;1"
  00000102 40 00000c  01000016                                      # Auth-Application-Id 16777238
  00000108 40 000018  706372662e6578616d706c652e6e6574              # Origin-Host "pcrf.example.net"
  00000128 40 000013  6578616d706c652e6e6574 00                     # Origin-Realm "example.net"
  0000010c 40 00000c  000007d1                                      # Result-Code DIAMETER_SUCCESS
  000001a0 40 00000c  00000001                                      # CC-Request-Type INITIAL_REQUEST
  0000019f 40 00000c  00000000                                      # CC-Request-Number 0
  000003ee c0 000010 000028af  0000000d                             # Event-Trigger USER_LOCATION_CHANGE
  000003e9 c0 0000d8 000028af                                       # Charging-Rule-Install
    000003eb c0 0000cc 000028af                                     #   Charging-Rule-Definition
      000003ed c0 00000f 000028af  776562 00                        #     Charging-Rule-Name "web"
      000001b0 40 00000c  0000000a                                  #     Rating-Group 10
      00000422 80 00004c 000028af                                   #     Flow-Information
        000001fb c0 000030 000028af  7065726d6974206f757420362066726f6d20616e7920383020746f2061737369676e6564 #       Flow-Description
        00000438 80 000010 000028af  00000001                       #       Flow-Direction DOWNLINK
      000003f8 c0 000048 000028af                                   #     QoS-Information
        00000404 c0 000010 000028af  00000009                       #       QoS-Class-Identifier 9
        0000040a 80 00002c 000028af                                 #       Allocation-Retention-Priority
          00000416 80 000010 000028af  00000008                     #         Priority-Level 8
          00000417 80 000010 000028af  00000001                     #         Pre-emption-Capability DISABLED
      000003f2 c0 000010 000028af  00000064                         #     Precedence 100`)

const RX_AAR = octetsOf(`
  01 000150  c0 000109  01000014  00000003  00000004                # version 1, 336 octets, R and P, AAR, Rx
  00000107 40 00000e  61663b313b31 0000                             # Session-Id "af;1;1"
  00000102 40 00000c  01000014                                      # Auth-Application-Id 16777236
  00000108 40 000016  61662e6578616d706c652e6e6574 0000             # Origin-Host "af.example.net"
  00000128 40 000013  6578616d706c652e6e6574 00                     # Origin-Realm "example.net"
  0000011b 40 000013  6578616d706c652e6e6574 00                     # Destination-Realm "example.net"
  000001f8 c0 000011 000028af  766f696365 000000                    # AF-Application-Identifier "voice"
  00000205 c0 0000b0 000028af                                       # Media-Component-Description
    00000206 c0 000010 000028af  00000001                           #   Media-Component-Number 1
    00000207 c0 000064 000028af                                     #   Media-Sub-Component
      000001fd c0 000010 000028af  00000001                         #     Flow-Number 1
      000001fb c0 000038 000028af  7065726d697420696e2031372066726f6d2031302e302e302e3120746f203139322e302e322e352034303030 #     Flow-Description
      00000200 c0 000010 000028af  00000000                         #     Flow-Usage NO_INFORMATION
    00000208 c0 000010 000028af  00000000                           #   Media-Type AUDIO
    00000204 c0 000010 000028af  0000fa00                           #   Max-Requested-Bandwidth-UL 64 kbit/s
    000001ff c0 000010 000028af  00000002                           #   Flow-Status ENABLED
  00000201 c0 000010 000028af  00000004                             # Specific-Action INDICATION_OF_RELEASE_OF_BEARER
  00000008 40 00000c  0a000001                                      # Framed-IP-Address 10.0.0.1`)

const GY_CCA_U = octetsOf(`
  01 000160  40 000110  00000004  00000005  00000006                # version 1, 352 octets, P, CCA, credit control
  00000107 40 00000f  7067773b313b39 00                             # Session-Id "pgw;1;9"
  00000102 40 00000c  00000004                                      # Auth-Application-Id 4
  00000108 40 000017  6f63732e6578616d706c652e6e6574 00             # Origin-Host "ocs.example.net"
  00000128 40 000013  6578616d706c652e6e6574 00                     # Origin-Realm "example.net"
  0000010c 40 00000c  000007d1                                      # Result-Code DIAMETER_SUCCESS
  000001a0 40 00000c  00000002                                      # CC-Request-Type UPDATE_REQUEST
  0000019f 40 00000c  00000007                                      # CC-Request-Number 7
  000001c8 40 00009c                                                # Multiple-Services-Credit-Control
    000001af 40 000018                                              #   Granted-Service-Unit
      000001a5 40 000010  0000000000100000                          #     CC-Total-Octets 1 MiB
    000001b0 40 00000c  0000000a                                    #   Rating-Group 10
    000001c0 40 00000c  00000e10                                    #   Validity-Time 3600 s
    0000010c 40 00000c  000007d1                                    #   Result-Code DIAMETER_SUCCESS
    000001ae 40 000048                                              #   Final-Unit-Indication
      000001c1 40 00000c  00000001                                  #     Final-Unit-Action REDIRECT
      000001b2 40 000034                                            #     Redirect-Server
        000001b1 40 00000c  00000002                                #       Redirect-Address-Type URL
        000001b3 40 00001f  687474703a2f2f7061792e6578616d706c652e6e65742f 00 #       Redirect-Server-Address
    00000367 c0 000010 000028af  0000012c                           #   Quota-Holding-Time 300 s
  000001ab 40 00000c  00000000                                      # Credit-Control-Failure-Handling TERMINATE
  000001a7 40 000038                                                # Cost-Information
    000001bd 40 000024                                              #   Unit-Value
      000001bf 40 000010  ffffffffffffffe9                          #     Value-Digits -23
      000001ad 40 00000c  ffffffff                                  #     Exponent -1
    000001a9 40 00000c  000003d2                                    #   Currency-Code 978, euro`)

/** Reads octets as strictly as can be, expects to get the same octets when writing what was read, and returns it. */
function readAndWriteBack<A extends AvpTable, C extends CommandTable>(
  octets: Uint8Array,
  dictionary: Dictionary<A, C>,
): DiameterMessage<A, C> {
  const message = decodeMessage(octets, 0, octets.length, dictionary, { mode: 'strict' })
  if (isDecodeFault(message)) throw new Error(`${message.resultCode} ${message.where}`)
  expect(toHexadecimal(encodeMessage(message, dictionary))).toBe(toHexadecimal(octets))
  return message
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value)

describe('the dictionaries of policy and charging', () => {
  it('read the CCR with which a gateway asks for the rules of a new bearer', () => {
    const { command, avps } = readAndWriteBack(GX_CCR_I, GX)
    expect(command).toBe('CC-Request')
    expect(avps.slice(5)).toEqual([
      { name: 'CC-Request-Type', value: 'INITIAL_REQUEST' },
      { name: 'CC-Request-Number', value: 0 },
      {
        name: 'Subscription-Id',
        value: [
          { name: 'Subscription-Id-Type', value: 'END_USER_IMSI' },
          { name: 'Subscription-Id-Data', value: '001010123456789' },
        ],
      },
      { name: 'Framed-IP-Address', value: Uint8Array.of(10, 0, 0, 1) },
      { name: 'IP-CAN-Type', value: '3GPP-EPS' },
      { name: 'RAT-Type', value: 'EUTRAN' },
      {
        name: 'QoS-Information',
        value: [
          { name: 'APN-Aggregate-Max-Bitrate-UL', value: 50_000_000 },
          { name: 'APN-Aggregate-Max-Bitrate-DL', value: 100_000_000 },
        ],
      },
      { name: 'Called-Station-Id', value: 'internet' },
    ])
  })

  it('read the CCA that installs a charging rule', () => {
    const { command, avps } = readAndWriteBack(GX_CCA_I, GX)
    expect(command).toBe('CC-Answer')
    expect(avps.slice(7)).toEqual([
      { name: 'Event-Trigger', value: 'USER_LOCATION_CHANGE' },
      {
        name: 'Charging-Rule-Install',
        value: [
          {
            name: 'Charging-Rule-Definition',
            value: [
              { name: 'Charging-Rule-Name', value: text('web') },
              { name: 'Rating-Group', value: 10 },
              {
                name: 'Flow-Information',
                value: [
                  { name: 'Flow-Description', value: 'permit out 6 from any 80 to assigned' },
                  { name: 'Flow-Direction', value: 'DOWNLINK' },
                ],
              },
              {
                name: 'QoS-Information',
                value: [
                  { name: 'QoS-Class-Identifier', value: 9 },
                  {
                    name: 'Allocation-Retention-Priority',
                    value: [
                      { name: 'Priority-Level', value: 8 },
                      { name: 'Pre-emption-Capability', value: 'PRE-EMPTION_CAPABILITY_DISABLED' },
                    ],
                  },
                ],
              },
              { name: 'Precedence', value: 100 },
            ],
          },
        ],
      },
    ])
  })

  it('read the AAR with which an application asks for a voice bearer', () => {
    const { command, avps } = readAndWriteBack(RX_AAR, RX)
    expect(command).toBe('AA-Request')
    expect(avps.slice(5)).toEqual([
      { name: 'AF-Application-Identifier', value: text('voice') },
      {
        name: 'Media-Component-Description',
        value: [
          { name: 'Media-Component-Number', value: 1 },
          {
            name: 'Media-Sub-Component',
            value: [
              { name: 'Flow-Number', value: 1 },
              { name: 'Flow-Description', value: 'permit in 17 from 10.0.0.1 to 192.0.2.5 4000' },
              { name: 'Flow-Usage', value: 'NO_INFORMATION' },
            ],
          },
          { name: 'Media-Type', value: 'AUDIO' },
          { name: 'Max-Requested-Bandwidth-UL', value: 64_000 },
          { name: 'Flow-Status', value: 'ENABLED' },
        ],
      },
      { name: 'Specific-Action', value: 'INDICATION_OF_RELEASE_OF_BEARER' },
      { name: 'Framed-IP-Address', value: Uint8Array.of(10, 0, 0, 1) },
    ])
  })

  it('read the CCA that grants the last quota, with an AVP of 3GPP among those of the RFC', () => {
    const { command, avps } = readAndWriteBack(GY_CCA_U, GY)
    expect(command).toBe('Credit-Control-Answer')
    expect(avps.slice(7)).toEqual([
      {
        name: 'Multiple-Services-Credit-Control',
        value: [
          { name: 'Granted-Service-Unit', value: [{ name: 'CC-Total-Octets', value: 1_048_576n }] },
          { name: 'Rating-Group', value: 10 },
          { name: 'Validity-Time', value: 3600 },
          { name: 'Result-Code', value: 2001 },
          {
            name: 'Final-Unit-Indication',
            value: [
              { name: 'Final-Unit-Action', value: 'REDIRECT' },
              {
                name: 'Redirect-Server',
                value: [
                  { name: 'Redirect-Address-Type', value: 'URL' },
                  { name: 'Redirect-Server-Address', value: 'http://pay.example.net/' },
                ],
              },
            ],
          },
          { name: 'Quota-Holding-Time', value: 300 },
        ],
      },
      { name: 'Credit-Control-Failure-Handling', value: 'TERMINATE' },
      {
        name: 'Cost-Information',
        value: [
          {
            name: 'Unit-Value',
            value: [
              { name: 'Value-Digits', value: -23n },
              { name: 'Exponent', value: -1 },
            ],
          },
          { name: 'Currency-Code', value: 978 },
        ],
      },
    ])
  })

  it('know the messages of each application under its own number', () => {
    const abbreviations = (dictionary: Dictionary<AvpTable, CommandTable>, applicationId: number) =>
      dictionary
        .commands()
        .filter((command) => command.applicationId === applicationId)
        .map((command) => command.abbreviation)
        .sort()
        .join(' ')
    expect(abbreviations(NASREQ, 1)).toBe('AAA AAR ACA ACR ASA ASR RAA RAR STA STR')
    expect(abbreviations(GY, 4)).toBe('CCA CCR')
    expect(abbreviations(GX, 16777238)).toBe('CCA CCR RAA RAR')
    expect(abbreviations(RX, 16777236)).toBe('AAA AAR ASA ASR RAA RAR STA STR')
    expect(abbreviations(SY, 16777302)).toBe('SLA SLR SNA SNR STA STR')
    expect(SY.command('Spending-Limit-Request').code).toBe(8388635)
    // The Re-Auth of the base protocol still serves credit control, which defines none of its own (RFC 8506 §5.5).
    expect(GY.findCommand(258, true, 4)?.applicationId).toBe('any')
  })

  it('tell two AVPs apart that share a name', () => {
    expect(GX.avp('3GPP-PS-Data-Off-Status').code).toBe(2847)
    expect(GY.avp('3GPP-PS-Data-Off-Status').code).toBe(4406)
    expect(GY.findAvp(2847, 10415)).toBeNull()
  })

  it('do not compile a wrong name, a wrong type or a value outside an enumeration', () => {
    const right: AvpOf<Avps>[] = [
      { name: 'CC-Request-Type', value: 'EVENT_REQUEST' },
      { name: 'QoS-Class-Identifier', value: 128 },
      { name: 'CC-Total-Octets', value: 1n },
      { name: 'Charging-Rule-Install', value: [{ name: 'Charging-Rule-Name', value: text('web') }] },
      { name: 'Network-Request-Support', value: 'NETWORK_REQUEST SUPPORTED' },
    ]
    const wrong: AvpOf<Avps>[] = [
      // @ts-expect-error no AVP has this name
      { name: 'CC-Request', value: 1 },
      // @ts-expect-error not a value of this enumeration
      { name: 'CC-Request-Type', value: 'INITIAL' },
      // @ts-expect-error an enumeration whose list is closed takes names
      { name: 'Specific-Action', value: 4 },
      // @ts-expect-error Unsigned64 is a bigint
      { name: 'CC-Total-Octets', value: 1 },
      // @ts-expect-error the name of a rule is octets
      { name: 'Charging-Rule-Name', value: 'web' },
      // @ts-expect-error a group is made of AVPs
      { name: 'Granted-Service-Unit', value: 1n },
      // @ts-expect-error and of AVPs that exist
      { name: 'Granted-Service-Unit', value: [{ name: 'CC-Octets', value: 1n }] },
      // @ts-expect-error text where a number is due
      { name: 'Rating-Group', value: '10' },
    ]
    // @ts-expect-error looking up a command that Rx does not have
    expect(RX.command('CC-Request')).toBeUndefined()
    expect([right.length, wrong.length]).toEqual([5, 8])
  })
})
