import { MESSAGE_CODE } from '@sigbed/m3ua-codec'
import { describe, expect, it } from 'vitest'
import { dataStream, isUnexpectedStream, NO_DATA_STREAM } from './stream-selection.js'

describe('the stream of a DATA message', () => {
  it('is never 0, always one of the association, and the same for the same SLS', () => {
    for (let streams = 2; streams <= 34; streams++) {
      for (let sls = 0; sls < 256; sls++) {
        const streamId = dataStream(sls, streams)
        expect(streamId >= 1 && streamId < streams).toBe(true)
        expect(dataStream(sls, streams)).toBe(streamId)
      }
    }
  })

  it('uses every stream there is a value for', () => {
    const used = new Set(Array.from({ length: 16 }, (_, sls) => dataStream(sls, 9)))
    expect(used.size).toBe(8)
  })

  it('does not exist when stream 0 is the only one', () => {
    expect([0, 1].map((streams) => dataStream(5, streams))).toEqual([NO_DATA_STREAM, NO_DATA_STREAM])
  })
})

describe('isUnexpectedStream', () => {
  it('has DATA on stream 0 only, the rest of it nowhere else, and what may come on any stream never', () => {
    const unexpected = (streamId: number) =>
      Object.entries(MESSAGE_CODE).flatMap(([name, code]) => (isUnexpectedStream(code, streamId) ? [name] : []))
    expect(unexpected(0)).toEqual(['DATA'])
    const onStreamZero = ['ASPUP', 'ASPDN', 'ASPUP ACK', 'ASPDN ACK', 'REG REQ', 'REG RSP', 'DEREG REQ', 'DEREG RSP']
    for (const streamId of [1, 2, 65_535]) expect(unexpected(streamId)).toEqual(onStreamZero)
  })
})
