import { MANDATORY_FLAG, VENDOR_FLAG } from '../avp-header.js'
import type { DATA_FORMATS, DataFormatName, ValueOfFormat } from '../data-format/data-formats.js'
import type { Enumeration } from '../data-format/enumerated.js'
import { ANY_AVP, type Grammar, parseGrammar } from './command-code-format.js'

/** An AVP as a document's table gives it (RFC 6733 §4.5). Plain data; write tables of these `as const`. */
export interface AvpRow {
  readonly code: number
  /** Absent for the IETF's own. */
  readonly vendorId?: number
  readonly format: DataFormatName
  /** The column "MUST" / "MUST NOT" of the M bit. */
  readonly mandatory: 'must' | 'must-not' | 'may'
  /** Of an Enumerated AVP whose list is closed. Without it any number goes. */
  readonly values?: Enumeration
  /** Of a Grouped AVP: its grammar in command code format. */
  readonly group?: string
}

/** A command as a document's message format gives it. Requests and answers are two rows. */
export interface CommandRow {
  readonly abbreviation: string
  readonly code: number
  readonly request: boolean
  /** PXY in the header of the format: the P bit may be set. */
  readonly proxiable: boolean
  /** The Application-ID in the header; "any" for commands that applications share (RAR, STR, ASR, ACR). */
  readonly applicationId: number | 'any'
  readonly grammar: string
}

export type AvpTable = Readonly<Record<string, AvpRow>>
export type CommandTable = Readonly<Record<string, CommandRow>>

/** An AVP looked up: the row with its name, its flags as they are written and its grammar parsed. Always of this one shape. */
export interface AvpDefinition {
  readonly name: string
  readonly code: number
  readonly vendorId: number
  /** V and M as a sender sets them. */
  readonly flags: number
  readonly mandatory: AvpRow['mandatory']
  readonly format: DataFormatName
  readonly values: Enumeration | null
  /** The same list the other way round. */
  readonly valueNames: ReadonlyMap<number, string> | null
  /** Empty unless Grouped. */
  readonly group: Grammar
}

/** A command looked up. */
export interface CommandDefinition {
  readonly name: string
  readonly abbreviation: string
  readonly code: number
  readonly request: boolean
  readonly proxiable: boolean
  readonly applicationId: number | 'any'
  readonly grammar: Grammar
}

/** How an AVP stood on the wire where that is not as a sender writes it; told by a lenient reading only, and written back. */
export interface AvpAsReceived {
  /** Other flags than the definition's. */
  readonly flags?: number
  /** The octets after the value, when they are not zero. */
  readonly padding?: Uint8Array
}

/** An AVP that no dictionary knows, kept octet for octet. Bears the name grammars give to any AVP. */
export interface ArbitraryAvp extends AvpAsReceived {
  readonly name: typeof ANY_AVP
  readonly code: number
  readonly vendorId: number
  readonly flags: number
  readonly value: Uint8Array
}

/** The type of the values of one AVP of a table. */
export type AvpValue<A extends AvpTable, N extends keyof A> = A[N] extends { readonly format: 'Enumerated'; readonly values: infer V }
  ? keyof V & string
  : A[N]['format'] extends 'Grouped'
    ? readonly AvpOf<A>[]
    : A[N]['format'] extends keyof typeof DATA_FORMATS
      ? ValueOfFormat<A[N]['format']>
      : never

/** Any AVP of a table with its value, or an arbitrary one. The name tells them apart. */
export type AvpOf<A extends AvpTable> =
  | { readonly [N in keyof A & string]: { readonly name: N; readonly value: AvpValue<A, N> } & AvpAsReceived }[keyof A & string]
  | ArbitraryAvp

/**
 * AVPs and commands of one or more documents. Built once, when a module loads; wrong data (a name used but not defined, two
 * AVPs of one code) is a mistake in the program and throws there.
 */
export class Dictionary<A extends AvpTable, C extends CommandTable> {
  private readonly avpsByName = new Map<string, AvpDefinition>()
  private readonly avpsByVendor = new Map<number, Map<number, AvpDefinition>>()
  private readonly commandsByName = new Map<string, CommandDefinition>()
  private readonly commandsByCode = new Map<number, CommandDefinition[]>()

  constructor(
    readonly avpRows: A,
    readonly commandRows: C,
  ) {
    for (const [name, row] of Object.entries<AvpRow>(avpRows)) this.addAvp(name, row)
    for (const [name, row] of Object.entries<CommandRow>(commandRows)) this.addCommand(name, row)
    for (const { name, group } of this.avpsByName.values()) this.checkNames(name, group)
    for (const { name, grammar } of this.commandsByName.values()) this.checkNames(name, grammar)
  }

  /** A dictionary that holds these rows too. */
  extend<MoreAvps extends AvpTable, MoreCommands extends CommandTable>(
    avps: MoreAvps,
    commands: MoreCommands,
  ): Dictionary<A & MoreAvps, C & MoreCommands> {
    return new Dictionary({ ...this.avpRows, ...avps }, { ...this.commandRows, ...commands })
  }

  /** An AVP of this dictionary by its name. Look it up once, when a module loads. */
  avp(name: keyof A & string): AvpDefinition {
    return this.avpsByName.get(name)!
  }

  command(name: keyof C & string): CommandDefinition {
    return this.commandsByName.get(name)!
  }

  avpNamed(name: string): AvpDefinition | null {
    return this.avpsByName.get(name) ?? null
  }

  /** @param vendorId 0 for the IETF's own. */
  findAvp(code: number, vendorId: number): AvpDefinition | null {
    return this.avpsByVendor.get(vendorId)?.get(code) ?? null
  }

  /** The application's own command of this code, else one that applications share. */
  findCommand(code: number, request: boolean, applicationId: number): CommandDefinition | null {
    const candidates = this.commandsByCode.get(code) ?? []
    const found = (application: number | 'any') =>
      candidates.find((command) => command.request === request && command.applicationId === application)
    return found(applicationId) ?? found('any') ?? null
  }

  /** Every AVP, in the order of the tables. */
  avps(): readonly AvpDefinition[] {
    return [...this.avpsByName.values()]
  }

  commands(): readonly CommandDefinition[] {
    return [...this.commandsByName.values()]
  }

  private addAvp(name: string, row: AvpRow): void {
    const vendorId = row.vendorId ?? 0
    const definition: AvpDefinition = {
      name,
      code: row.code,
      vendorId,
      flags: (vendorId === 0 ? 0 : VENDOR_FLAG) | (row.mandatory === 'must' ? MANDATORY_FLAG : 0),
      mandatory: row.mandatory,
      format: row.format,
      values: row.values ?? null,
      valueNames: row.values === undefined ? null : namesOf(row.values),
      group: parseGrammar(row.group ?? ''),
    }
    const ofVendor = this.avpsByVendor.get(vendorId) ?? new Map<number, AvpDefinition>()
    const other = ofVendor.get(row.code)
    if (other !== undefined) throw new RangeError(`${name} and ${other.name} have the same code ${row.code}`)
    if (name === ANY_AVP) throw new RangeError(`"${ANY_AVP}" stands for any AVP and names none`)
    this.avpsByVendor.set(vendorId, ofVendor.set(row.code, definition))
    this.avpsByName.set(name, definition)
  }

  private addCommand(name: string, row: CommandRow): void {
    const definition: CommandDefinition = { ...row, name, grammar: parseGrammar(row.grammar) }
    this.commandsByName.set(name, definition)
    this.commandsByCode.set(row.code, [...(this.commandsByCode.get(row.code) ?? []), definition])
  }

  private checkNames(owner: string, grammar: Grammar): void {
    for (const { avp } of grammar) {
      if (avp !== ANY_AVP && !this.avpsByName.has(avp)) throw new RangeError(`${owner} is made of ${avp}, which is not defined`)
    }
  }
}

/** Where two names share a value, the first is the one shown. */
function namesOf(values: Enumeration): ReadonlyMap<number, string> {
  return new Map(
    Object.entries(values)
      .reverse()
      .map(([name, value]) => [value, name]),
  )
}
