import { AvpCursor, AvpWriter, RFC7683 } from 'diameter-codec'
import { describe, expect, it } from 'vitest'
import {
  hasOverloadControl,
  type OverloadReport,
  readOverloadReport,
  SUPPORTED_FEATURES,
  writeOverloadReport,
  writeWithoutOverloadControl,
} from './overload-report.js'

/** A cursor before the AVPs that were written. */
function written(write: (into: AvpWriter) => void): AvpCursor {
  const writer = new AvpWriter()
  writer.beginAvps()
  write(writer)
  const octets = writer.copy()
  const cursor = new AvpCursor()
  cursor.enter(octets, 0, octets.length)
  return cursor
}

/** An OC-OLR with these members, read. */
function read(members: (into: AvpWriter) => void): OverloadReport | null {
  const cursor = written((into) => {
    into.beginGroup(RFC7683.avp('OC-OLR'))
    members(into)
    into.endGroup()
  })
  cursor.next()
  return readOverloadReport(cursor)
}

const sequence = (into: AvpWriter) => into.writeUnsigned64(RFC7683.avp('OC-Sequence-Number'), 5n)
const type = (into: AvpWriter, value = 0) => into.writeUnsigned32(RFC7683.avp('OC-Report-Type'), value)
const percentage = (into: AvpWriter, value: number) => into.writeUnsigned32(RFC7683.avp('OC-Reduction-Percentage'), value)
const validity = (into: AvpWriter, value: number) => into.writeUnsigned32(RFC7683.avp('OC-Validity-Duration'), value)

describe('overload report', () => {
  it('is read as it was written', () => {
    const report: OverloadReport = {
      sequenceNumber: 2n ** 63n,
      reportType: 'REALM_REPORT',
      reductionPercentage: 40,
      validityDurationSeconds: 86_400,
    }
    const cursor = written((into) => writeOverloadReport(report, into))
    cursor.next()
    expect(readOverloadReport(cursor)).toEqual(report)
  })

  it.each<[string, (into: AvpWriter) => void, OverloadReport | null]>([
    [
      'is valid for 30 s when it does not say how long',
      (into) => {
        sequence(into)
        type(into)
        percentage(into, 10)
      },
      { sequenceNumber: 5n, reportType: 'HOST_REPORT', reductionPercentage: 10, validityDurationSeconds: 30 },
    ],
    [
      'is valid for 30 s when it says more than a day',
      (into) => {
        sequence(into)
        type(into, 1)
        percentage(into, 10)
        validity(into, 86_401)
      },
      { sequenceNumber: 5n, reportType: 'REALM_REPORT', reductionPercentage: 10, validityDurationSeconds: 30 },
    ],
    [
      'is an end without a percentage',
      (into) => {
        sequence(into)
        type(into)
        validity(into, 0)
      },
      { sequenceNumber: 5n, reportType: 'HOST_REPORT', reductionPercentage: 0, validityDurationSeconds: 0 },
    ],
    [
      'is ignored with more than 100 percent',
      (into) => {
        sequence(into)
        type(into)
        percentage(into, 101)
      },
      null,
    ],
    [
      'is ignored without a percentage',
      (into) => {
        sequence(into)
        type(into)
      },
      null,
    ],
    [
      'is ignored when it is of another type',
      (into) => {
        sequence(into)
        type(into, 2)
        percentage(into, 10)
      },
      null,
    ],
    [
      'is ignored without a number',
      (into) => {
        type(into)
        percentage(into, 10)
      },
      null,
    ],
  ])('%s', (_, members, report) => {
    expect(read(members)).toEqual(report)
  })

  it('is taken out of a message with everything else of overload control', () => {
    const other = RFC7683.avp('OC-Sequence-Number')
    const cursor = written((into) => {
      into.writeAvps(SUPPORTED_FEATURES)
      into.writeUnsigned64(other, 1n)
      writeOverloadReport({ sequenceNumber: 1n, reportType: 'HOST_REPORT', reductionPercentage: 1, validityDurationSeconds: 1 }, into)
    })
    expect(hasOverloadControl(cursor)).toBe(true)
    const stripped = written((into) => writeWithoutOverloadControl(cursor, into))
    expect(hasOverloadControl(stripped)).toBe(false)
    stripped.rewind()
    expect([stripped.next(), stripped.code, stripped.next()]).toEqual([true, other.code, false])
  })
})
