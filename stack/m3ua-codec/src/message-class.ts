/** Message classes. RFC 4666 §3.1.2. Those left out belong to other adaptation layers. */
export const MESSAGE_CLASS = { MGMT: 0, TRANSFER: 1, SSNM: 2, ASPSM: 3, ASPTM: 4, RKM: 9 } as const

/**
 * Message classes and types. RFC 4666 §3.1.2. A message is named by one number, `class << 8 | type`, so that a
 * `switch` on it is one comparison.
 */
export const MESSAGE_CODE = {
  ERR: 0x0000,
  NTFY: 0x0001,
  DATA: 0x0101,
  DUNA: 0x0201,
  DAVA: 0x0202,
  DAUD: 0x0203,
  SCON: 0x0204,
  DUPU: 0x0205,
  DRST: 0x0206,
  ASPUP: 0x0301,
  ASPDN: 0x0302,
  BEAT: 0x0303,
  'ASPUP ACK': 0x0304,
  'ASPDN ACK': 0x0305,
  'BEAT ACK': 0x0306,
  ASPAC: 0x0401,
  ASPIA: 0x0402,
  'ASPAC ACK': 0x0403,
  'ASPIA ACK': 0x0404,
  'REG REQ': 0x0901,
  'REG RSP': 0x0902,
  'DEREG REQ': 0x0903,
  'DEREG RSP': 0x0904,
} as const

export type MessageName = keyof typeof MESSAGE_CODE

export const DATA_MESSAGE_CODE = 0x0101
export const ERR_MESSAGE_CODE = 0x0000

/** The RFC's short name of a message, or its class and type when there is none. */
export function messageName(messageClass: number, messageType: number): string {
  return NAMES.get((messageClass << 8) | messageType) ?? `class ${messageClass} type ${messageType}`
}

/**
 * The code of the message that begins at `at`, unchecked but for its four octets being there; -1 when they are not.
 * For choosing the reader (DATA or the rest), and for knowing an ERR however broken it is, so that it is not answered.
 */
export function peekMessageCode(octets: Uint8Array, at: number, length: number): number {
  return length < 4 || at + 4 > octets.length ? -1 : (octets[at + 2]! << 8) | octets[at + 3]!
}

/** The class in a code of MESSAGE_CODE or of `peekMessageCode`: for a node that refuses a whole class, as RFC 4666 §4.4.1 allows for RKM. */
export function messageClassOf(messageCode: number): number {
  return messageCode >> 8
}

/** Whether M3UA has the class. */
export function isSupportedClass(messageClass: number): boolean {
  return messageClass <= MESSAGE_CLASS.ASPTM || messageClass === MESSAGE_CLASS.RKM
}

/** True for the types of a supported class that exist. */
export function isSupportedType(messageClass: number, messageType: number): boolean {
  switch (messageClass) {
    case MESSAGE_CLASS.MGMT:
      return messageType <= 1
    case MESSAGE_CLASS.TRANSFER:
      return messageType === 1
    case MESSAGE_CLASS.SSNM:
    case MESSAGE_CLASS.ASPSM:
      return messageType >= 1 && messageType <= 6
    case MESSAGE_CLASS.ASPTM:
    case MESSAGE_CLASS.RKM:
      return messageType >= 1 && messageType <= 4
    default:
      return false
  }
}

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(MESSAGE_CODE).map(([name, code]) => [code, name]))
