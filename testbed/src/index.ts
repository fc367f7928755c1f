export { ConfigurationError, type ConfigurationProblem } from './configuration/configuration-error.js'
export {
  type ConfigurationSource,
  configurationSchema,
  type Place,
  type Report,
  readConfigurationDocument,
} from './configuration/read-configuration.js'
export { duration, ipAddress, ipAddresses, millisecondsOf, portNumber, unsigned32 } from './configuration/values.js'
export type { Lab, LabNode, LabOptions } from './lab/lab.js'
export { LoopbackLab } from './lab/loopback-lab.js'
export { SimulatedLab, type SimulatedLabOptions } from './lab/simulated-lab.js'
export { type NodePlan, networkBetween, type Topology, TWO_HOMED } from './lab/topology.js'
export type { Role } from './role.js'
export { waitUntil } from './wait-until.js'
