import { ALL_APPLICATIONS, AvpCursor, AvpWriter, DATA_FORMATS, DEEPEST_GROUP, MESSAGE_HEADER_LENGTH, MessageHeader } from 'diameter-codec'

/**
 * Two messages of every command of every dictionary: one of only what its grammar asks for, and one with some of what it allows, so that
 * over all of them every AVP stands in one.
 *
 * @returns {import('./mutation.js').Seed[]}
 */
export function diameterSeeds() {
  const seeds = []
  for (const { applicationId, dictionary } of ALL_APPLICATIONS) {
    for (const command of dictionary.commands()) {
      if (command.applicationId !== applicationId && command.applicationId !== 'any') continue
      const optional = command.grammar.filter((rule) => rule.min === 0 && rule.avp !== 'AVP').map((rule) => rule.avp)
      for (let from = 0; from === 0 || from < optional.length; from += OPTIONAL_IN_ONE) {
        if (from === 0) seeds.push(seedOf(dictionary, command, applicationId, []))
        seeds.push(seedOf(dictionary, command, applicationId, optional.slice(from, from + OPTIONAL_IN_ONE)))
      }
    }
  }
  return seeds
}

/**
 * @param {AnyDictionary} dictionary
 * @param {Command} command
 * @param {number} applicationId
 * @param {readonly string[]} optional
 * @returns {import('./mutation.js').Seed}
 */
function seedOf(dictionary, command, applicationId, optional) {
  const writer = new AvpWriter()
  writer.beginMessage()
  for (const rule of command.grammar) {
    if (rule.avp === 'AVP' || (rule.min === 0 && !optional.includes(rule.avp))) continue
    for (let times = Math.max(1, rule.min); times > 0; times--) writeSample(writer, dictionary, rule.avp, applicationId, 0)
  }
  const header = Object.assign(new MessageHeader(), {
    flags: (command.request ? 0x80 : 0) | (command.proxiable ? 0x40 : 0),
    commandCode: command.code,
    applicationId,
    hopByHopId: 1,
    endToEndId: 2,
  })
  writer.endMessage(header)
  const octets = writer.copy()
  const cursor = new AvpCursor()
  cursor.enter(octets, MESSAGE_HEADER_LENGTH, octets.length - MESSAGE_HEADER_LENGTH)
  const units = []
  while (cursor.next()) units.push({ at: cursor.headerAt, length: cursor.paddedLength() })
  return { octets, units }
}

/**
 * @param {AvpWriter} writer
 * @param {AnyDictionary} dictionary
 * @param {string} name
 * @param {number} applicationId
 * @param {number} depth
 */
function writeSample(writer, dictionary, name, applicationId, depth) {
  const definition = /** @type {import('diameter-codec').AvpDefinition} */ (dictionary.avpNamed(name))
  if (definition.format === 'Grouped') {
    if (depth === DEEPEST_GROUP) return
    writer.beginGroup(definition)
    let optional = 0
    for (const rule of definition.group) {
      // Of what a group may hold, the first few, and of groups in groups only what they must.
      if (rule.avp === 'AVP' || (rule.min === 0 && (depth > 0 || optional++ >= OPTIONAL_IN_GROUP))) continue
      writeSample(writer, dictionary, rule.avp, applicationId, depth + 1)
    }
    writer.endGroup()
    return
  }
  if (/^(Auth|Acct)-Application-Id$/.test(name)) writer.writeUnsigned32(definition, applicationId)
  else if (name === 'Result-Code') writer.writeUnsigned32(definition, 2001)
  else if (definition.values !== null) writer.writeInteger32(definition, /** @type {number} */ (Object.values(definition.values)[0]))
  else {
    const format = /** @type {import('diameter-codec').DataFormat<unknown>} */ (DATA_FORMATS[definition.format])
    writer.writeValue(definition, format, SAMPLES[definition.format])
  }
}

/** @type {Readonly<Record<keyof typeof DATA_FORMATS, unknown>>} */
const SAMPLES = {
  OctetString: Uint8Array.of(1, 2, 3, 4, 5),
  Integer32: -1,
  Integer64: -1n,
  Unsigned32: 1,
  Unsigned64: 1n,
  Float32: 0.5,
  Float64: 0.25,
  Address: '10.0.0.1',
  Time: 1_700_000_000,
  UTF8String: 'é1',
  DiameterIdentity: 'a.example',
  DiameterURI: 'aaa://a.example;transport=sctp',
  Enumerated: 1,
  IPFilterRule: 'permit in ip from any to 10.0.0.1',
}

/** @typedef {import('diameter-codec').DiameterApplication['dictionary']} AnyDictionary */
/** @typedef {import('diameter-codec').CommandDefinition} Command */

const OPTIONAL_IN_ONE = 5
const OPTIONAL_IN_GROUP = 3
