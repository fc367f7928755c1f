import { VENDOR_3GPP } from './vendor-3gpp.js'

/** Packet switched service: what a gateway reports of a bearer. TS 32.299 V15, §7.2. */
export const TS32299_PS_AVPS = {
  // §7.2.192. Of its members the four kinds of service that have a table here; the others (MMS, LCS, PoC, MBMS …) are refused.
  'Service-Information': {
    code: 873,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '* [ Subscription-Id ] [ AoC-Information ] [ PS-Information ] [ IMS-Information ] [ SMS-Information ]',
  },
  // §7.2.158
  'PS-Information': {
    code: 874,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      * [ Supported-Features ] [ 3GPP-Charging-Id ] [ PDN-Connection-Charging-ID ] [ Node-Id ] [ 3GPP-PDP-Type ]
      * [ PDP-Address ] [ PDP-Address-Prefix-Length ] [ Dynamic-Address-Flag ] [ Dynamic-Address-Flag-Extension ]
      [ QoS-Information ] * [ SGSN-Address ] * [ GGSN-Address ] * [ TDF-IP-Address ] * [ SGW-Address ] * [ EPDG-Address ]
      * [ TWAG-Address ] [ CG-Address ] [ Serving-Node-Type ] [ SGW-Change ] [ 3GPP-IMSI-MCC-MNC ]
      [ IMSI-Unauthenticated-Flag ] [ 3GPP-GGSN-MCC-MNC ] [ 3GPP-NSAPI ] [ Called-Station-Id ] [ 3GPP-Session-Stop-Indicator ]
      [ 3GPP-Selection-Mode ] [ 3GPP-Charging-Characteristics ] [ Charging-Characteristics-Selection-Mode ]
      [ 3GPP-SGSN-MCC-MNC ] [ 3GPP-MS-TimeZone ] [ Charging-Rule-Base-Name ] [ ADC-Rule-Base-Name ] [ 3GPP-User-Location-Info ]
      [ User-Location-Info-Time ] [ User-CSG-Information ] * [ Presence-Reporting-Area-Information ] [ 3GPP2-BSID ]
      [ TWAN-User-Location-Info ] [ UWAN-User-Location-Info ] [ 3GPP-RAT-Type ] [ PS-Furnish-Charging-Information ]
      [ PDP-Context-Type ] [ Offline-Charging ] * [ Traffic-Data-Volumes ] * [ Service-Data-Container ] [ User-Equipment-Info ]
      [ Terminal-Information ] [ Start-Time ] [ Stop-Time ] [ Change-Condition ] [ Diagnostics ] [ Low-Priority-Indicator ]
      [ NBIFOM-Mode ] [ NBIFOM-Support ] [ MME-Number-for-MT-SMS ] [ MME-Name ] [ MME-Realm ] [ Logical-Access-ID ]
      [ Physical-Access-ID ] [ Fixed-User-Location-Info ] [ CN-Operator-Selection-Entity ] [ Enhanced-Diagnostics ]
      [ SGi-PtP-Tunnelling-Method ] [ CP-CIoT-EPS-Optimisation-Indicator ] [ UNI-PDU-CP-Only-Flag ]
      [ Serving-PLMN-Rate-Control ] [ APN-Rate-Control ] [ Charging-Per-IP-CAN-Session-Indicator ] [ 3GPP-PS-Data-Off-Status ]
      [ SCS-AS-Address ] [ Unused-Quota-Timer ] * [ RAN-Secondary-RAT-Usage-Report ]`,
  },
  'Node-Id': { code: 2064, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.114
  'PDP-Address': { code: 1227, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // §7.2.137
  'PDP-Address-Prefix-Length': { code: 2606, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.137A
  // §7.2.138
  'PDP-Context-Type': {
    code: 1247,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { Primary: 0, Secondary: 1 },
  },
  // §7.2.57
  'Dynamic-Address-Flag': {
    code: 2051,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { Static: 0, Dynamic: 1 },
  },
  // §7.2.57A
  'Dynamic-Address-Flag-Extension': {
    code: 2068,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { Static: 0, Dynamic: 1 },
  },
  'PDN-Connection-Charging-ID': { code: 2050, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.136
  'SGSN-Address': { code: 1228, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // §7.2.199
  'GGSN-Address': { code: 847, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // §7.2.68
  'SGW-Address': { code: 2067, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // §7.2.199A
  'EPDG-Address': { code: 3425, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // §7.2.62A
  'TWAG-Address': { code: 3903, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' },
  'CG-Address': { code: 846, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // §7.2.36
  // §7.2.198
  'Serving-Node-Type': {
    code: 2047,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { SGSN: 0, PMIPSGW: 1, GTPSGW: 2, ePDG: 3, hSGW: 4, MME: 5, TWAN: 6 },
  },
  // §7.2.200
  'SGW-Change': {
    code: 2065,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { ACR_START_NOT_DUE_TO_SGW_CHANGE: 0, ACR_START_DUE_TO_SGW_CHANGE: 1 },
  },
  // §7.2.78
  'IMSI-Unauthenticated-Flag': {
    code: 2308,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { Authenticated: 0, Unauthenticated: 1 },
  },
  // §7.2.39A
  'Charging-Characteristics-Selection-Mode': {
    code: 2066,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: {
      'Serving-Node-Supplied': 0,
      'Subscription-specific': 1,
      'APN-specific': 2,
      'Home-Default': 3,
      'Roaming-Default': 4,
      'Visiting-Default': 5,
    },
  },
  // §7.2.240A
  'User-CSG-Information': {
    code: 2319,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ CSG-Id } { CSG-Access-Mode } [ CSG-Membership-Indication ]',
  },
  // §7.2.46A
  'CSG-Access-Mode': {
    code: 2317,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { 'Closed mode': 0, 'Hybrid Mode': 1 },
  },
  // §7.2.46B
  'CSG-Membership-Indication': {
    code: 2318,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { 'Not CSG member': 0, 'CSG Member': 1 },
  },
  // §7.2.237C
  'TWAN-User-Location-Info': {
    code: 2714,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ SSID } [ BSSID ] [ Civic-Address-Information ] [ WLAN-Operator-Id ] [ Logical-Access-ID ]',
  },
  // §7.2.242aaA
  'UWAN-User-Location-Info': {
    code: 3918,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      { UE-Local-IP-Address } [ UDP-Source-Port ] [ SSID ] [ BSSID ] [ TCP-Source-Port ] [ Civic-Address-Information ]
      [ WLAN-Operator-Id ] [ Logical-Access-ID ]`,
  },
  BSSID: { code: 2716, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.30A
  // §7.2.251
  'WLAN-Operator-Id': {
    code: 1306,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '[ WLAN-PLMN-Id ] [ WLAN-Operator-Name ]',
  },
  'WLAN-Operator-Name': { code: 1307, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must-not' }, // §7.2.252
  'WLAN-PLMN-Id': { code: 1308, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must-not' }, // §7.2.253
  'Civic-Address-Information': { code: 1305, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must-not' }, // §7.2.35B
  // §7.2.121
  'Offline-Charging': {
    code: 1278,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ Quota-Consumption-Time ] [ Time-Quota-Mechanism ] [ Envelope-Reporting ] * [ Multiple-Services-Credit-Control ]
      * [ AVP ]`,
  },
  // §7.2.233
  'Traffic-Data-Volumes': {
    code: 2046,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ QoS-Information ] [ Accounting-Input-Octets ] [ Accounting-Output-Octets ] [ Change-Condition ] [ Change-Time ]
      [ 3GPP-User-Location-Info ] [ UWAN-User-Location-Info ] [ 3GPP-Charging-Id ] [ Presence-Reporting-Area-Status ]
      * [ Presence-Reporting-Area-Information ] [ User-CSG-Information ] [ 3GPP-RAT-Type ]
      [ Access-Availability-Change-Reason ] [ Related-Change-Condition-Information ] [ Diagnostics ] [ Enhanced-Diagnostics ]
      [ CP-CIoT-EPS-Optimisation-Indicator ] [ Serving-PLMN-Rate-Control ] [ APN-Rate-Control ]`,
  },
  // §7.2.189
  'Service-Data-Container': {
    code: 2040,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ AF-Correlation-Information ] [ Charging-Rule-Base-Name ] [ Accounting-Input-Octets ] [ Accounting-Output-Octets ]
      [ Local-Sequence-Number ] [ QoS-Information ] [ Rating-Group ] [ Change-Time ] [ Service-Identifier ]
      [ Service-Specific-Info ] [ ADC-Rule-Base-Name ] [ SGSN-Address ] [ Time-First-Usage ] [ Time-Last-Usage ] [ Time-Usage ]
      * [ Change-Condition ] [ 3GPP-User-Location-Info ] [ 3GPP2-BSID ] [ UWAN-User-Location-Info ] [ TWAN-User-Location-Info ]
      [ Sponsor-Identity ] [ Application-Service-Provider-Identity ] * [ Presence-Reporting-Area-Information ]
      [ Presence-Reporting-Area-Status ] [ User-CSG-Information ] [ 3GPP-RAT-Type ] [ Related-Change-Condition-Information ]
      [ Serving-PLMN-Rate-Control ] [ APN-Rate-Control ] [ 3GPP-PS-Data-Off-Status ] [ Traffic-Steering-Policy-Identifier-DL ]
      [ Traffic-Steering-Policy-Identifier-UL ]`,
  },
  // §7.2.11
  'AF-Correlation-Information': {
    code: 1276,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ AF-Charging-Identifier } * [ Flows ]',
  },
  // §7.2.171Aa
  'Related-Change-Condition-Information': {
    code: 3925,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      [ SGSN-Address ] * [ Change-Condition ] [ 3GPP-User-Location-Info ] [ 3GPP2-BSID ] [ UWAN-User-Location-Info ]
      [ Presence-Reporting-Area-Status ] [ User-CSG-Information ] [ 3GPP-RAT-Type ]`,
  },
  'Change-Condition': { code: 2037, vendorId: VENDOR_3GPP, format: 'Integer32', mandatory: 'must' }, // §7.2.37
  'Change-Time': { code: 2038, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §7.2.38
  'Local-Sequence-Number': { code: 2063, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.93
  'Time-First-Usage': { code: 2043, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §7.2.226
  'Time-Last-Usage': { code: 2044, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §7.2.227
  'Time-Usage': { code: 2045, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.232
  'Start-Time': { code: 2041, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §7.2.215
  'Stop-Time': { code: 2042, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must' }, // §7.2.216
  Diagnostics: { code: 2039, vendorId: VENDOR_3GPP, format: 'Integer32', mandatory: 'must' }, // §7.2.54
  // §7.2.58A
  'Enhanced-Diagnostics': {
    code: 3901,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '* [ RAN-NAS-Release-Cause ]',
  },
  // §7.2.97A
  'Low-Priority-Indicator': {
    code: 2602,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { NO: 0, YES: 1 },
  },
  // §7.2.41A
  'CN-Operator-Selection-Entity': {
    code: 3421,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { BY_UE: 0, BY_NETWORK: 1 },
  },
  // §7.2.198A
  'SGi-PtP-Tunnelling-Method': {
    code: 3931,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { UDP_IP_BASED: 0, OTHERS: 1 },
  },
  // §7.2.46abA
  'CP-CIoT-EPS-Optimisation-Indicator': {
    code: 3930,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { NOT_APPLY: 0, APPLY: 1 },
  },
  // §7.2.238A
  'UNI-PDU-CP-Only-Flag': {
    code: 3932,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { UNI_PDU_BOTH_UP_CP: 0, UNI_PDU_CP_ONLY: 1 },
  },
  // TS 29.128 §6.4.21
  'Serving-PLMN-Rate-Control': {
    code: 4310,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Uplink-Rate-Limit ] [ Downlink-Rate-Limit ] * [ AVP ]',
  },
  // §7.2.20A
  'APN-Rate-Control': {
    code: 3933,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ APN-Rate-Control-Uplink ] [ APN-Rate-Control-Downlink ]',
  },
  // §7.2.20B
  'APN-Rate-Control-Downlink': {
    code: 3934,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Rate-Control-Time-Unit ] [ Rate-Control-Max-Rate ] [ Rate-Control-Max-Message-Size ]',
  },
  // §7.2.20C
  'APN-Rate-Control-Uplink': {
    code: 3935,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Additional-Exception-Reports ] [ Rate-Control-Time-Unit ] [ Rate-Control-Max-Rate ]',
  },
  // §7.2.5A
  'Additional-Exception-Reports': {
    code: 3936,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { NOT_ALLOWED: 0, ALLOWED: 1 },
  },
  'Rate-Control-Max-Message-Size': { code: 3937, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' },
  'Rate-Control-Max-Rate': { code: 3938, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.160F
  'Rate-Control-Time-Unit': { code: 3939, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.160G
  // §7.2.39B
  'Charging-Per-IP-CAN-Session-Indicator': {
    code: 4400,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { Inactive: 0, Active: 1 },
  },
  // §7.2.178B
  'SCS-AS-Address': {
    code: 3940,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ SCS-Realm ] [ SCS-Address ]',
  },
  'SCS-Address': { code: 3941, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // §7.2.178A
  'SCS-Realm': { code: 3942, vendorId: VENDOR_3GPP, format: 'DiameterIdentity', mandatory: 'must' }, // §7.2.178C
  // §7.2.160Db
  'RAN-Secondary-RAT-Usage-Report': {
    code: 1302,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: `
      [ Secondary-RAT-Type ] [ RAN-Start-Timestamp ] [ RAN-End-Timestamp ] [ Accounting-Input-Octets ] [ Accounting-Output-Octets ]
      [ 3GPP-Charging-Id ]`,
  },
  'RAN-Start-Timestamp': { code: 1303, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must-not' },
  'RAN-End-Timestamp': { code: 1301, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must-not' },
  'Secondary-RAT-Type': { code: 1304, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §7.2.188A
  // §7.2.195
  'Service-Specific-Info': {
    code: 1249,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '[ Service-Specific-Data ] [ Service-Specific-Type ]',
  },
  'Service-Specific-Data': { code: 863, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // §7.2.194
  'Service-Specific-Type': { code: 1257, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must' }, // §7.2.196
} as const
