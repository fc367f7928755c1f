/** The S6a and S6d applications between MME or SGSN and HSS. TS 29.272 §7.1.8. */
export const S6A_APPLICATION_ID = 16777251

/** Command Codes. TS 29.272 §7.2.2. */
export const UPDATE_LOCATION = 316
export const CANCEL_LOCATION = 317
export const AUTHENTICATION_INFORMATION = 318
export const INSERT_SUBSCRIBER_DATA = 319
export const DELETE_SUBSCRIBER_DATA = 320
export const PURGE_UE = 321
export const RESET = 322
export const NOTIFY = 323

/** The commands of S6a and S6d with their message formats. TS 29.272 §7.2, sections beside each pair. */
export const S6A_COMMANDS = {
  // §7.2.3, §7.2.4
  'Update-Location-Request': {
    abbreviation: 'ULR',
    code: UPDATE_LOCATION,
    request: true,
    proxiable: true,
    applicationId: S6A_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] [ Vendor-Specific-Application-Id ] { Auth-Session-State } { Origin-Host } { Origin-Realm }
      [ Destination-Host ] { Destination-Realm } { User-Name } [ OC-Supported-Features ] * [ Supported-Features ]
      [ Terminal-Information ] { RAT-Type } { ULR-Flags } [ UE-SRVCC-Capability ] { Visited-PLMN-Id } [ SGSN-Number ]
      [ Homogeneous-Support-of-IMS-Voice-Over-PS-Sessions ] [ GMLC-Address ] * [ Active-APN ] [ Equivalent-PLMN-List ]
      [ MME-Number-for-MT-SMS ] [ SMS-Register-Request ] [ SGs-MME-Identity ] [ Coupled-Node-Diameter-ID ] [ Adjacent-PLMNs ]
      [ Supported-Services ] * [ AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  'Update-Location-Answer': {
    abbreviation: 'ULA',
    code: UPDATE_LOCATION,
    request: false,
    proxiable: true,
    applicationId: S6A_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] [ Vendor-Specific-Application-Id ] [ Result-Code ] [ Experimental-Result ] [ Error-Diagnostic ]
      { Auth-Session-State } { Origin-Host } { Origin-Realm } [ OC-Supported-Features ] [ OC-OLR ] * [ Load ]
      * [ Supported-Features ] [ ULA-Flags ] [ Subscription-Data ] * [ Reset-ID ] * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ]
      * [ Route-Record ]`,
  },
  // §7.2.7, §7.2.8
  'Cancel-Location-Request': {
    abbreviation: 'CLR',
    code: CANCEL_LOCATION,
    request: true,
    proxiable: true,
    applicationId: S6A_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] [ Vendor-Specific-Application-Id ] { Auth-Session-State } { Origin-Host } { Origin-Realm }
      { Destination-Host } { Destination-Realm } { User-Name } * [ Supported-Features ] { Cancellation-Type } [ CLR-Flags ]
      * [ AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  'Cancel-Location-Answer': {
    abbreviation: 'CLA',
    code: CANCEL_LOCATION,
    request: false,
    proxiable: true,
    applicationId: S6A_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] [ Vendor-Specific-Application-Id ] * [ Supported-Features ] [ Result-Code ] [ Experimental-Result ]
      { Auth-Session-State } { Origin-Host } { Origin-Realm } * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  // §7.2.5, §7.2.6
  'Authentication-Information-Request': {
    abbreviation: 'AIR',
    code: AUTHENTICATION_INFORMATION,
    request: true,
    proxiable: true,
    applicationId: S6A_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] [ Vendor-Specific-Application-Id ] { Auth-Session-State } { Origin-Host } { Origin-Realm }
      [ Destination-Host ] { Destination-Realm } { User-Name } [ OC-Supported-Features ] * [ Supported-Features ]
      [ Requested-EUTRAN-Authentication-Info ] [ Requested-UTRAN-GERAN-Authentication-Info ] { Visited-PLMN-Id } [ AIR-Flags ]
      * [ AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  'Authentication-Information-Answer': {
    abbreviation: 'AIA',
    code: AUTHENTICATION_INFORMATION,
    request: false,
    proxiable: true,
    applicationId: S6A_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] [ Vendor-Specific-Application-Id ] [ Result-Code ] [ Experimental-Result ] [ Error-Diagnostic ]
      { Auth-Session-State } { Origin-Host } { Origin-Realm } [ OC-Supported-Features ] [ OC-OLR ] * [ Load ]
      * [ Supported-Features ] [ Authentication-Info ] [ UE-Usage-Type ] * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ]
      * [ Route-Record ]`,
  },
  // §7.2.9, §7.2.10
  'Insert-Subscriber-Data-Request': {
    abbreviation: 'IDR',
    code: INSERT_SUBSCRIBER_DATA,
    request: true,
    proxiable: true,
    applicationId: S6A_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] [ Vendor-Specific-Application-Id ] { Auth-Session-State } { Origin-Host } { Origin-Realm }
      { Destination-Host } { Destination-Realm } { User-Name } * [ Supported-Features ] { Subscription-Data } [ IDR-Flags ]
      * [ Reset-ID ] * [ AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  'Insert-Subscriber-Data-Answer': {
    abbreviation: 'IDA',
    code: INSERT_SUBSCRIBER_DATA,
    request: false,
    proxiable: true,
    applicationId: S6A_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] [ Vendor-Specific-Application-Id ] * [ Supported-Features ] [ Result-Code ] [ Experimental-Result ]
      { Auth-Session-State } { Origin-Host } { Origin-Realm } [ IMS-Voice-Over-PS-Sessions-Supported ] [ Last-UE-Activity-Time ]
      [ RAT-Type ] [ IDA-Flags ] [ EPS-User-State ] [ EPS-Location-Information ] [ Local-Time-Zone ] [ Supported-Services ]
      * [ Monitoring-Event-Report ] * [ Monitoring-Event-Config-Status ] * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ]
      * [ Route-Record ]`,
  },
  // §7.2.11, §7.2.12
  'Delete-Subscriber-Data-Request': {
    abbreviation: 'DSR',
    code: DELETE_SUBSCRIBER_DATA,
    request: true,
    proxiable: true,
    applicationId: S6A_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] [ Vendor-Specific-Application-Id ] { Auth-Session-State } { Origin-Host } { Origin-Realm }
      { Destination-Host } { Destination-Realm } { User-Name } * [ Supported-Features ] { DSR-Flags } [ SCEF-ID ]
      * [ Context-Identifier ] [ Regional-Subscription-Zone-Code ] [ Trace-Reference ] * [ TS-Code ] * [ SS-Code ]
      [ eDRX-Related-RAT ] * [ External-Identifier ] * [ AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  'Delete-Subscriber-Data-Answer': {
    abbreviation: 'DSA',
    code: DELETE_SUBSCRIBER_DATA,
    request: false,
    proxiable: true,
    applicationId: S6A_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] [ Vendor-Specific-Application-Id ] * [ Supported-Features ] [ Result-Code ] [ Experimental-Result ]
      { Auth-Session-State } { Origin-Host } { Origin-Realm } [ DSA-Flags ] * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ]
      * [ Route-Record ]`,
  },
  // §7.2.13, §7.2.14
  'Purge-UE-Request': {
    abbreviation: 'PUR',
    code: PURGE_UE,
    request: true,
    proxiable: true,
    applicationId: S6A_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] [ Vendor-Specific-Application-Id ] { Auth-Session-State } { Origin-Host } { Origin-Realm }
      [ Destination-Host ] { Destination-Realm } { User-Name } [ OC-Supported-Features ] [ PUR-Flags ] * [ Supported-Features ]
      [ EPS-Location-Information ] * [ AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  'Purge-UE-Answer': {
    abbreviation: 'PUA',
    code: PURGE_UE,
    request: false,
    proxiable: true,
    applicationId: S6A_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] [ Vendor-Specific-Application-Id ] * [ Supported-Features ] [ Result-Code ] [ Experimental-Result ]
      { Auth-Session-State } { Origin-Host } { Origin-Realm } [ OC-Supported-Features ] [ OC-OLR ] * [ Load ] [ PUA-Flags ]
      * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  // §7.2.15, §7.2.16
  'Reset-Request': {
    abbreviation: 'RSR',
    code: RESET,
    request: true,
    proxiable: true,
    applicationId: S6A_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] [ Vendor-Specific-Application-Id ] { Auth-Session-State } { Origin-Host } { Origin-Realm }
      { Destination-Host } { Destination-Realm } * [ Supported-Features ] * [ User-Id ] * [ Reset-ID ] [ Subscription-Data ]
      [ Subscription-Data-Deletion ] * [ AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  'Reset-Answer': {
    abbreviation: 'RSA',
    code: RESET,
    request: false,
    proxiable: true,
    applicationId: S6A_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] [ Vendor-Specific-Application-Id ] * [ Supported-Features ] [ Result-Code ] [ Experimental-Result ]
      { Auth-Session-State } { Origin-Host } { Origin-Realm } * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  // §7.2.17, §7.2.18
  'Notify-Request': {
    abbreviation: 'NOR',
    code: NOTIFY,
    request: true,
    proxiable: true,
    applicationId: S6A_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] [ Vendor-Specific-Application-Id ] { Auth-Session-State } { Origin-Host } { Origin-Realm }
      [ Destination-Host ] { Destination-Realm } { User-Name } [ OC-Supported-Features ] * [ Supported-Features ]
      [ Terminal-Information ] [ MIP6-Agent-Info ] [ Visited-Network-Identifier ] [ Context-Identifier ] [ Service-Selection ]
      [ Alert-Reason ] [ UE-SRVCC-Capability ] [ NOR-Flags ] [ Homogeneous-Support-of-IMS-Voice-Over-PS-Sessions ]
      [ Maximum-UE-Availability-Time ] * [ Monitoring-Event-Config-Status ] [ Emergency-Services ] * [ AVP ] * [ Proxy-Info ]
      * [ Route-Record ]`,
  },
  'Notify-Answer': {
    abbreviation: 'NOA',
    code: NOTIFY,
    request: false,
    proxiable: true,
    applicationId: S6A_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] [ Vendor-Specific-Application-Id ] [ Result-Code ] [ Experimental-Result ] { Auth-Session-State }
      { Origin-Host } { Origin-Realm } [ OC-Supported-Features ] [ OC-OLR ] * [ Load ] * [ Supported-Features ] * [ AVP ]
      [ Failed-AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
} as const
