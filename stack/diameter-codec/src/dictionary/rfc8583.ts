/** Load of a server or of a peer, told in any answer. RFC 8583 §7. */
export const RFC8583_AVPS = {
  Load: { code: 650, format: 'Grouped', mandatory: 'must-not', group: '[ Load-Type ] [ Load-Value ] [ SourceID ] * [ AVP ]' }, // §7.1
  'Load-Type': { code: 651, format: 'Enumerated', mandatory: 'must-not', values: { HOST: 0, PEER: 1 } }, // §7.2
  'Load-Value': { code: 652, format: 'Unsigned64', mandatory: 'must-not' }, // §7.3, 0 to 65535: how likely it is to be chosen
  SourceID: { code: 649, format: 'DiameterIdentity', mandatory: 'must-not' }, // §7.4, RFC 8581 §7.6
} as const
