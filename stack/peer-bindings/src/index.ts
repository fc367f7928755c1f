export type { AssociationObserver } from './association-observer.js'
export { DiameterOverSctp, type StreamUse } from './diameter-over-sctp.js'
export { ApplicationServerProcessOverSctp, SignallingGatewayOverSctp } from './m3ua-over-sctp.js'
