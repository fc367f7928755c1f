import { VENDOR_3GPP } from './vendor-3gpp.js'

/** Short messages. TS 32.299 V15, §7.2. */
export const TS32299_SMS_AVPS = {
  // §7.2.211. Without the AVPs of device triggering.
  'SMS-Information': {
    code: 2000,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ SMS-Node ] [ Client-Address ] [ Originator-SCCP-Address ] [ SMSC-Address ] [ Data-Coding-Scheme ] [ SM-Discharge-Time ]
      [ SM-Message-Type ] [ Originator-Interface ] [ SM-Protocol-ID ] [ Reply-Path-Requested ] [ SM-Status ]
      [ SM-User-Data-Header ] [ Number-Of-Messages-Sent ] [ SM-Sequence-Number ] * [ Recipient-Info ]
      [ Originator-Received-Address ] [ SM-Service-Type ] [ SMS-Result ] [ MTC-IWF-Address ] [ External-Identifier ]`,
  },
  // §7.2.212
  'SMS-Node': {
    code: 2016,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { SMS_ROUTER: 0, 'IP-SM-GW': 1, 'SMS_ROUTER_AND_IP-SM-GW': 2, 'SMS-SC': 3 },
  },
  'Client-Address': { code: 2018, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // §7.2.41
  'Originator-SCCP-Address': { code: 2008, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // §7.2.128
  'Recipient-SCCP-Address': { code: 2010, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // §7.2.170
  'SMSC-Address': { code: 2017, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // §7.2.214
  'Data-Coding-Scheme': { code: 2001, vendorId: VENDOR_3GPP, format: 'Integer32', mandatory: 'must' }, // §7.2.49
  'SM-Discharge-Time': { code: 2012, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §7.2.206
  // §7.2.207
  'SM-Message-Type': {
    code: 2007,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: {
      SUBMISSION: 0,
      DELIVERY_REPORT: 1,
      SM_SERVICE_REQUEST: 2,
      T4_DEVICE_TRIGGER: 3,
      SM_DEVICE_TRIGGER: 4,
      MO_SMS_T4_SUBMISSION: 5,
    },
  },
  'SM-Protocol-ID': { code: 2013, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' },
  'SM-Status': { code: 2014, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.2.209
  'SM-User-Data-Header': { code: 2015, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // §7.2.210
  'SM-Sequence-Number': { code: 3408, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.208A
  // §7.2.213
  'SM-Service-Type': {
    code: 2029,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: {
      CONTENT_PROCESSING: 0,
      FORWARDING: 1,
      FORWARDING_MULTIPLE_SUBSCRIPTIONS: 2,
      FILTERING: 3,
      RECEIPT: 4,
      NETWORK_STORAGE: 5,
      TO_MULTIPLE_DESTINATIONS: 6,
      VPN: 7,
      AUTO_REPLY: 8,
      PERSONAL_SIGNATURE: 9,
      DEFERRED_DELIVERY: 10,
    },
  },
  'SMS-Result': { code: 3409, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.212A
  // §7.2.174
  'Reply-Path-Requested': {
    code: 2011,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { NO_REPLY_PATH_SET: 0, REPLY_PATH_SET: 1 },
  },
  'Number-Of-Messages-Sent': { code: 2019, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.116
  // §7.2.126
  'Originator-Interface': {
    code: 2009,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Interface-Id ] [ Interface-Text ] [ Interface-Port ] [ Interface-Type ]',
  },
  // §7.2.53
  'Destination-Interface': {
    code: 2002,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Interface-Id ] [ Interface-Text ] [ Interface-Port ] [ Interface-Type ]',
  },
  'Interface-Id': { code: 2003, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.71
  'Interface-Text': { code: 2005, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.73
  'Interface-Port': { code: 2004, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.72
  // §7.2.74
  'Interface-Type': {
    code: 2006,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { UNKNOWN: 0, MOBILE_ORIGINATING: 1, MOBILE_TERMINATING: 2, APPLICATION_ORIGINATING: 3, APPLICATION_TERMINATION: 4 },
  },
  // §7.2.168
  'Recipient-Info': {
    code: 2026,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ Destination-Interface ] * [ Recipient-Address ] * [ Recipient-Received-Address ] [ Recipient-SCCP-Address ]
      [ SM-Protocol-ID ]`,
  },
  // §7.2.167
  'Recipient-Address': {
    code: 1201,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Address-Type ] [ Address-Data ] [ Address-Domain ] [ Addressee-Type ]',
  },
  // §7.2.169
  'Recipient-Received-Address': {
    code: 2028,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Address-Type ] [ Address-Data ] [ Address-Domain ]',
  },
  // §7.2.127
  'Originator-Received-Address': {
    code: 2027,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Address-Type ] [ Address-Data ] [ Address-Domain ]',
  },
  // §7.2.125
  'Originator-Address': {
    code: 886,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Address-Type ] [ Address-Data ] [ Address-Domain ]',
  },
  // §7.2.9
  'Address-Type': {
    code: 899,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: {
      EMAIL_ADDRESS: 0,
      MSISDN: 1,
      IPv4_ADDRESS: 2,
      IPv6_ADDRESS: 3,
      NUMERIC_SHORTCODE: 4,
      ALPHANUMERIC_SHORTCODE: 5,
      OTHER: 6,
      IMSI: 7,
    },
  },
  'Address-Data': { code: 897, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.7
  // §7.2.8
  'Address-Domain': {
    code: 898,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Domain-Name ] [ 3GPP-IMSI-MCC-MNC ]',
  },
  // §7.2.10
  'Addressee-Type': {
    code: 1208,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { TO: 0, CC: 1, BCC: 2 },
  },
  'Domain-Name': { code: 1200, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.55
  'MTC-IWF-Address': { code: 3406, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // §7.2.111C
} as const
