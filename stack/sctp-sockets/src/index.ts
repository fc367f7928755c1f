export type {
  LossReason,
  PathChangeReason,
  PathState,
  ProtocolParameters,
  ReceivedMessage,
  SendOutcome,
  StreamSchedulerName,
} from '@sigbed/sctp-core'
export type { Surroundings, TimerHandle } from '@sigbed/sctp-transport'
export { FutureOptions } from './future-options.js'
export type { Delivery, KeptMessage, OutgoingMessage, ReceiveInformation, SendFailureReason, SendOptions } from './message-information.js'
export type { QueueLimits } from './message-queue.js'
export { MessageStream, type MessageStreamOptions } from './message-stream.js'
export {
  type AdaptationIndication,
  type AuthenticationKeyChange,
  type CannotStart,
  type CommunicationError,
  type CommunicationLost,
  type CommunicationUp,
  type DataPathChange,
  isSetupFailure,
  type LocalAddressChange,
  type Notification,
  type NotificationKind,
  type PartialDeliveryAborted,
  type PathChange,
  type PeerAddressChange,
  type PeerShutdown,
  type Restart,
  type SendBufferAvailable,
  type SenderDry,
  type SendFailed,
  type SetupFailure,
  type ShutdownComplete,
} from './notification.js'
export { NOTIFICATION_KINDS } from './notification-subscription.js'
export { type AssociationSelector, type OneToManyOptions, OneToManySocket, type PeerAddress } from './one-to-many-socket.js'
export { OneToOneSocket } from './one-to-one-socket.js'
export type { AbandonedOfAssociation, AbandonedOnStream, PartialReliability, ReliabilityPolicy } from './partial-reliability.js'
export type { PathStatus } from './path-status.js'
export { type ConnectOptions, type ListenOptions, type OpenTransport, SctpEndpoint, type SctpEndpointOptions } from './sctp-endpoint.js'
export { AssociationLostError, SctpError, type SctpErrorCode, SendRefusedError, SocketOptionError } from './sctp-error.js'
export { SctpServer, type SctpServerOptions } from './server.js'
export type {
  AssociationParameterChange,
  AssociationParameters,
  AssociationStatus,
  AutomaticClose,
  DefaultSendInformation,
  DelayedSack,
  EventSubscription,
  FragmentInterleaveLevel,
  InitiationParameters,
  MaximumBurst,
  PathSelector,
  PeerAddressParameterChange,
  PeerAddressParameters,
  PeerAddressThresholds,
  RtoInformation,
  SettableOption,
  SocketOptionChange,
  SocketOptionName,
  SocketOptionTable,
  SocketOptionValue,
  StreamValue,
} from './socket-options.js'
export { SocketSettings } from './socket-settings.js'
