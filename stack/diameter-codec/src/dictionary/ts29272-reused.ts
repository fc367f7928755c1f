import { TS32299_IMS_AVPS } from './ts32299-ims.js'
import { TS32299_PS_AVPS } from './ts32299-ps.js'
import { VENDOR_3GPP } from './vendor-3gpp.js'

/**
 * AVPs that S6a takes from other specifications of 3GPP. TS 29.272 §7.3.1, table
 * 7.3.1/2.
 */
export const TS29272_REUSED_AVPS = {
  'Served-Party-IP-Address': TS32299_IMS_AVPS['Served-Party-IP-Address'],
  'Charged-Party': { code: 857, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // TS 32.299 §7.2.35A
  'PDP-Address': TS32299_PS_AVPS['PDP-Address'],
  'CSG-Access-Mode': TS32299_PS_AVPS['CSG-Access-Mode'],
  'CSG-Membership-Indication': TS32299_PS_AVPS['CSG-Membership-Indication'],
  'User-CSG-Information': TS32299_PS_AVPS['User-CSG-Information'],
  'GMLC-Address': { code: 2405, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // TS 29.173 §6.4.7
  'eNodeB-ID': { code: 4008, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // TS 29.217
  'Extended-eNodeB-ID': { code: 4013, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // TS 29.217
} as const
