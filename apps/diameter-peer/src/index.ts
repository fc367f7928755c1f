export {
  type AdvertisedApplication,
  type ApplicationAnswer,
  type ApplicationRequest,
  type ApplicationResult,
  type ExperimentalResult,
  type RequestFailure,
  type RequestOutcome,
  type RequestSender,
  type ServedApplication,
  servedApplication,
  type TypedAnswer,
} from './application.js'
export { type DiameterClientOptions, DiameterClientRole, NOT_AN_ANSWER } from './diameter-client-role.js'
export {
  BLACKLISTED,
  EquipmentIdentityRegister,
  GREYLISTED,
  sampleImei,
  sampleRegister,
  UNKNOWN_EQUIPMENT,
  WHITELISTED,
} from './equipment-identity-register.js'
export { type EquipmentIdentityRegisterOptions, EquipmentIdentityRegisterRole } from './equipment-identity-register-role.js'
