/**
 * What became of a DATA message. Only after 'sent' and 'queued' is it on its way.
 *
 * - 'sent': the association took it.
 * - 'queued': the AS is AS-PENDING; it goes out when an ASP becomes active and is lost when T(r) expires.
 * - 'queue-full': the AS is AS-PENDING and its queue holds no more.
 * - 'not-active': the AS (at the SGP) or this ASP in it is not active.
 * - 'no-data-stream': the association has one outbound stream only, and that one is not for DATA.
 * - 'destination-unavailable': the SGP has said so of the destination point code (DUNA), or has not said otherwise where it must.
 * - 'send-buffer-full': the association did not take it; try again later.
 * - 'no-routing-key': no Routing Key of the SGP's AS fits the message.
 * - 'unknown-routing-context', 'user-data-too-long': the caller's mistake.
 */
export type SendOutcome =
  | 'sent'
  | 'queued'
  | 'queue-full'
  | 'not-active'
  | 'no-data-stream'
  | 'destination-unavailable'
  | 'send-buffer-full'
  | 'no-routing-key'
  | 'unknown-routing-context'
  | 'user-data-too-long'
