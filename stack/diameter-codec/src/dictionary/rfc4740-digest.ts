/** What HTTP Digest authentication asks for. RFC 4740 §9.5.6; of its AVPs those that Cx puts into SIP-Digest-Authenticate. */
export const RFC4740_DIGEST_AVPS = {
  'Digest-Realm': { code: 104, format: 'UTF8String', mandatory: 'may' }, // §9.5.6.1
  'Digest-QoP': { code: 110, format: 'UTF8String', mandatory: 'may' }, // §9.5.6.2
  'Digest-Algorithm': { code: 111, format: 'UTF8String', mandatory: 'may' }, // §9.5.6.3
  'Digest-HA1': { code: 121, format: 'UTF8String', mandatory: 'may' }, // §9.5.6.4
} as const
