/** Why a message was not taken. Only 'queued' has taken it. */
export type SendOutcome =
  | 'queued'
  | 'send-buffer-full'
  | 'message-too-large'
  | 'empty-message'
  | 'no-such-stream'
  | 'shutting-down'
  | 'closed'
