import { join } from 'node:path'
import { MESSAGE_CODE } from '@sigbed/m3ua-codec'
import { beforeAll, expect, it } from 'vitest'
import { decodeCapture, treesWith } from './decoded-capture.js'
import { m3uaMessages, outline, outlineOfTree } from './dissected-m3ua.js'
import { everyM3uaMessage } from './m3ua-messages.js'
import { captureMessages, M3UA_OVER_SCTP } from './message-capture.js'
import { complaints, describeWithTshark, dissect, type Fields, summaries } from './tshark.js'

describeWithTshark('every message of M3UA, with all its parameters', (folder) => {
  const messages = everyM3uaMessage()
  let capture = ''
  let packets: Fields[] = []

  beforeAll(async () => {
    capture = join(folder(), 'm3ua.pcapng')
    captureMessages(
      capture,
      M3UA_OVER_SCTP,
      messages.map(({ octets }) => octets),
    )
    packets = await dissect(capture)
  })

  it('is there, and is well-formed', () => {
    expect(new Set(messages.map(({ name }) => name))).toEqual(new Set(Object.keys(MESSAGE_CODE)))
    expect(packets).toHaveLength(messages.length)
    expect(packets.flatMap(complaints)).toEqual([])
  })

  it('has the name that tshark gives it', async () => {
    const names = messages.map(({ name }) => name)
    expect(packets.map((packet) => m3uaMessages(packet).map(({ name }) => name))).toEqual(names.map((name) => [name]))
    // It writes its summaries with blanks at the end, and names of two words as one.
    expect((await summaries(capture)).map((line) => line.trim().replace('_', ' '))).toEqual(names)
  })

  it('has parameters that tshark knows by the same names, in the same places', async () => {
    const decoded = await decodeCapture(capture)
    const trees = treesWith(
      'class',
      decoded.packets.flatMap((packet) => packet.trees),
    )
    expect(trees.flatMap(({ faults }) => faults)).toEqual([])
    expect(packets.map((packet) => outline(m3uaMessages(packet)[0]!.parameters))).toEqual(trees.map(outlineOfTree))
  })

  it('has the values that were written', () => {
    const valuesOf = (name: string): Fields[] => {
      const found = packets[messages.findIndex((message) => message.name === name)]!
      return m3uaMessages(found)[0]!.parameters.map(({ fields }) => fields)
    }
    expect(valuesOf('DATA')).toMatchObject([
      { 'm3ua.network_appearance': '7' },
      { 'm3ua.routing_context': '100' },
      {
        'm3ua.protocol_data_opc': '1234',
        'm3ua.protocol_data_dpc': '5678',
        'm3ua.protocol_data_si': '15',
        'm3ua.protocol_data_ni': '2',
        'm3ua.protocol_data_mp': '1',
        'm3ua.protocol_data_sls': '11',
      },
      { 'm3ua.correlation_identifier': '77' },
    ])
    expect(valuesOf('SCON').slice(1, 5)).toMatchObject([
      { 'm3ua.routing_context': ['100', '4000000001'] },
      { 'm3ua.affected_point_code_mask': ['0', '4'], 'm3ua.affected_point_code_pc': ['4660', '16777200'] },
      { 'm3ua.concerned_dpc': '17185' },
      { 'm3ua.congestion_level': '2' },
    ])
    expect(valuesOf('ASPUP')).toMatchObject([{ 'm3ua.asp_identifier': '12' }, { 'm3ua.info_string': 'maintenance at noon' }])
    expect(valuesOf('BEAT')).toMatchObject([{ 'm3ua.heartbeat_data': '01:02:03:04:05' }])
    expect(valuesOf('ASPAC')[0]).toMatchObject({ 'm3ua.traffic_mode_type': '1' })
    expect(valuesOf('NTFY')[0]).toMatchObject({ 'm3ua.status_type': '1', 'm3ua.status_info': '2' })
    expect(valuesOf('ERR')[0]).toMatchObject({ 'm3ua.error_code': '1' })
  })
})
