/** Hours and days at which something holds. RFC 5777 §4.2; of its AVPs those that 3GPP takes to describe when a machine communicates. */
export const RFC5777_TIME_OF_DAY_AVPS = {
  'Time-Of-Day-Start': { code: 561, format: 'Unsigned32', mandatory: 'may' }, // §4.2.1, seconds after midnight
  'Time-Of-Day-End': { code: 562, format: 'Unsigned32', mandatory: 'may' }, // §4.2.2, seconds after midnight
  'Day-Of-Week-Mask': { code: 563, format: 'Unsigned32', mandatory: 'may' }, // §4.2.3
} as const
