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
export { type DiameterNodeObserver, type DiameterNodeOptions, DiameterNodeRole } from './node/diameter-node-role.js'
export type { ConnectionTransport, DiameterNodeSettings, ListenSettings, PeerSettings } from './node/node-settings.js'
export type { AnswerTaker } from './node/routed-requests.js'
export { readEquipment } from './subscriber/equipment-table.js'
export {
  type AccessPoint,
  BARRABLE_RADIO,
  type BarrableRadio,
  type BitRate,
  PDN_TYPES,
  type PdnType,
  type Subscriber,
} from './subscriber/subscriber.js'
export { readSubscribers, SubscriberDirectory } from './subscriber/subscriber-directory.js'
export { csvRows, csvRowsOf } from './table/csv-rows.js'
export { TableError } from './table/table-error.js'
export type { TableRow, TableRows } from './table/table-rows.js'
