/** Bits of the flags of S6a, each flag an AVP of its own. TS 29.272 §7.3. */

/** ULR-Flags, §7.3.7. */
export const ULR_SINGLE_REGISTRATION = 1 << 0
/** Set by an MME, clear from an SGSN. */
export const ULR_S6A_INDICATOR = 1 << 1
export const ULR_SKIP_SUBSCRIBER_DATA = 1 << 2
export const ULR_INITIAL_ATTACH = 1 << 5

/** ULA-Flags, §7.3.8: MME and SGSN are told apart. */
export const ULA_SEPARATION_INDICATION = 1 << 0

/** PUA-Flags, §7.3.48: the temporary identity may not be used again for now. */
export const PUA_FREEZE_M_TMSI = 1 << 0
export const PUA_FREEZE_P_TMSI = 1 << 1

/** DSR-Flags, §7.3.25. */
export const DSR_COMPLETE_APN_PROFILE_WITHDRAWAL = 1 << 1
export const DSR_PDN_CONTEXTS_WITHDRAWAL = 1 << 3

/** IDR-Flags, §7.3.103. */
export const IDR_EPS_USER_STATE = 1 << 2
export const IDR_EPS_LOCATION = 1 << 3

/** Subscriber data changed that the serving node does not know of. CLR-Flags, §7.3.152. */
export const CLR_REATTACH_REQUIRED = 1 << 1
