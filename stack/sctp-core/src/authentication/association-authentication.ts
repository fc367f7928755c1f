import type { Parameter } from '@sigbed/sctp-codec'
import type { Association } from '../association/association.js'
import { offerParameters } from '../association/capabilities.js'
import type { ProtocolParameters } from '../association/protocol-parameters.js'
import { type AuthenticationOffer, authenticationParameters, ownAuthenticationOffer } from './authentication-offer.js'
import { ChunkAuthentication } from './chunk-authentication.js'

/** The keys are made of what both sides have said last (RFC 4895 §6.1): at setup, after a restart, and when the peer's tag changes. */
export function takeAuthentication(association: Association, offer: AuthenticationOffer | null): void {
  const { host, parameters, sharedKeys, localRandom } = association
  const agreed = association.capabilities.authentication && offer !== null && localRandom !== null
  association.authentication = agreed
    ? new ChunkAuthentication(host.environment, sharedKeys, ownAuthenticationOffer(parameters, localRandom), offer)
    : null
}

/** All that this side says of extensions. @param random its Random Number; null where it does not authenticate */
export function ownOfferParameters(parameters: ProtocolParameters, random: Uint8Array | null): Parameter[] {
  const authentication = random === null ? [] : authenticationParameters(ownAuthenticationOffer(parameters, random))
  return [...offerParameters(parameters), ...authentication]
}
