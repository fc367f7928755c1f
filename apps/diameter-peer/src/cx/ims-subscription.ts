import type { Subscriber } from '../subscriber/subscriber.js'

/** The private identity that follows from an IMSI: itself in the home domain of its network, as a card without an ISIM forms it. TS 23.003 §13.3. */
function privateIdentity({ imsi, publicIdentities }: Subscriber): string {
  const domain = /^sip:[^@]+@(.+)$/.exec(publicIdentities[0] ?? '')?.[1] ?? 'ims.mnc001.mcc001.3gppnetwork.org'
  return `${imsi}@${domain}`
}

/** The IMSI a private identity begins with, or the whole where it has no domain. */
export function imsiOf(identity: string): string {
  return identity.split('@', 1)[0]!
}

/** User-Data: the user profile as XML. TS 29.228 Annex B, Annex E; without filter criteria the server offers its own services. */
export function userData(subscriber: Subscriber): Uint8Array {
  const identities = subscriber.publicIdentities.map(
    (identity) => `<PublicIdentity><Identity>${escaped(identity)}</Identity></PublicIdentity>`,
  )
  return new TextEncoder().encode(
    `<?xml version="1.0" encoding="UTF-8"?><IMSSubscription><PrivateID>${escaped(privateIdentity(subscriber))}</PrivateID>` +
      `<ServiceProfile>${identities.join('')}</ServiceProfile></IMSSubscription>`,
  )
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
