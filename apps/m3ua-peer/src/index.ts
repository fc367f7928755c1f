export { type ApplicationServerProcessOptions, ApplicationServerProcessRole } from './application-server-process-role.js'
export { type SignallingGatewayOptions, SignallingGatewayRole } from './signalling-gateway-role.js'
