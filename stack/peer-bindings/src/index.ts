export {
  ApplicationServerProcessOverSctp,
  type AssociationObserver,
  SignallingGatewayOverSctp,
} from './m3ua-over-sctp.js'
