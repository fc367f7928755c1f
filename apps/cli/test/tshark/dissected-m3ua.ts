import { messageName } from '@sigbed/m3ua-codec'
import type { OctetTree } from '@sigbed/octets'
import { type Fields, fieldsOf, listOf } from './tshark.js'

/** A parameter as tshark shows it. */
export interface DissectedParameter {
  readonly tag: number
  /** "Routing context": capitals are its own. */
  readonly name: string
  readonly fields: Fields
  readonly inside: readonly DissectedParameter[]
}

export interface DissectedM3ua {
  /** The RFC's short name, by the class and type tshark reads. */
  readonly name: string
  readonly parameters: readonly DissectedParameter[]
}

/** The M3UA messages of a packet, in their order. */
export function m3uaMessages(packet: Fields): DissectedM3ua[] {
  return listOf(packet['m3ua']).map((layer) => {
    const fields = fieldsOf(layer)
    const name = messageName(Number(fields['m3ua.message_class']), Number(fields['m3ua.message_type']))
    return { name, parameters: parametersOf(fields) }
  })
}

/** The parameters of a message, or within one, as tshark reads them; equal to `outlineOfTree` where the readings agree. */
export function outline(parameters: readonly DissectedParameter[]): string {
  // RFC 4666 §3.3.1: "Correlation Id".
  const asOurs = (name: string) => name.toLowerCase().replace('correlation identifier', 'correlation id')
  return parameters.map(({ tag, name, inside }) => `${tag} ${asOurs(name)}${within(outline(inside))}`).join(', ')
}

/** The same of our own reading. */
export function outlineOfTree({ inside }: OctetTree): string {
  const parameters = inside.filter(({ facts }) => 'tag' in facts)
  return parameters
    .map((tree) => `${Number(tree.facts['tag'])} ${tree.name.toLowerCase().replace('/', ' / ')}${within(outlineOfTree(tree))}`)
    .join(', ')
}

function within(text: string): string {
  return text === '' ? '' : ` (${text})`
}

/** A parameter's field bears its name and what it holds in brackets; those that read alike stand under one. */
function parametersOf(around: Fields): DissectedParameter[] {
  return Object.entries(around).flatMap(([label, shown]) =>
    listOf(shown).flatMap((one) => {
      const fields = fieldsOf(one)
      if (fields['m3ua.parameter_tag'] === undefined) return []
      return [{ tag: Number(fields['m3ua.parameter_tag']), name: label.replace(/ \(.*/s, ''), fields, inside: parametersOf(fields) }]
    }),
  )
}
