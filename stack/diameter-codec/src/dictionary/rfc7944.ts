/** Diameter Routing Message Priority: an AVP any command may carry. RFC 7944 §9. */
export const RFC7944_AVPS = {
  // §9.1, 0 the highest; PRIORITY_10 is what a message without it has (§8).
  DRMP: {
    code: 301,
    format: 'Enumerated',
    mandatory: 'must-not',
    values: {
      PRIORITY_0: 0,
      PRIORITY_1: 1,
      PRIORITY_2: 2,
      PRIORITY_3: 3,
      PRIORITY_4: 4,
      PRIORITY_5: 5,
      PRIORITY_6: 6,
      PRIORITY_7: 7,
      PRIORITY_8: 8,
      PRIORITY_9: 9,
      PRIORITY_10: 10,
      PRIORITY_11: 11,
      PRIORITY_12: 12,
      PRIORITY_13: 13,
      PRIORITY_14: 14,
      PRIORITY_15: 15,
    },
  },
} as const
