/** The Sh application between application servers and HSS. TS 29.329 §5.6. */
export const SH_APPLICATION_ID = 16777217

/** Command Codes. TS 29.329 §6.1. */
export const USER_DATA = 306
export const PROFILE_UPDATE = 307
export const SUBSCRIBE_NOTIFICATIONS = 308
export const PUSH_NOTIFICATION = 309

/** The commands of Sh with their message formats. TS 29.329 §6.1, sections beside each pair. */
export const SH_COMMANDS = {
  // §6.1.1, §6.1.2
  'User-Data-Request': {
    abbreviation: 'UDR',
    code: USER_DATA,
    request: true,
    proxiable: true,
    applicationId: SH_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } { Auth-Session-State } { Origin-Host } { Origin-Realm }
      [ Destination-Host ] { Destination-Realm } * [ Supported-Features ] { User-Identity } [ Wildcarded-Public-Identity ]
      [ Wildcarded-IMPU ] [ Server-Name ] * [ Service-Indication ] * { Data-Reference } * [ Identity-Set ] [ Requested-Domain ]
      [ Current-Location ] * [ DSAI-Tag ] [ Session-Priority ] [ User-Name ] [ Requested-Nodes ] [ Serving-Node-Indication ]
      [ Pre-paging-Supported ] [ Local-Time-Zone-Indication ] [ UDR-Flags ] [ Call-Reference-Info ] [ OC-Supported-Features ]
      * [ AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  'User-Data-Answer': {
    abbreviation: 'UDA',
    code: USER_DATA,
    request: false,
    proxiable: true,
    applicationId: SH_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } [ Result-Code ] [ Experimental-Result ] { Auth-Session-State }
      { Origin-Host } { Origin-Realm } * [ Supported-Features ] [ Wildcarded-Public-Identity ] [ Wildcarded-IMPU ] [ User-Data ]
      [ OC-Supported-Features ] [ OC-OLR ] * [ Load ] * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  // §6.1.3, §6.1.4
  'Profile-Update-Request': {
    abbreviation: 'PUR',
    code: PROFILE_UPDATE,
    request: true,
    proxiable: true,
    applicationId: SH_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } { Auth-Session-State } { Origin-Host } { Origin-Realm }
      [ Destination-Host ] { Destination-Realm } * [ Supported-Features ] { User-Identity } [ Wildcarded-Public-Identity ]
      [ Wildcarded-IMPU ] [ User-Name ] * { Data-Reference } { User-Data } [ OC-Supported-Features ] * [ AVP ] * [ Proxy-Info ]
      * [ Route-Record ]`,
  },
  'Profile-Update-Answer': {
    abbreviation: 'PUA',
    code: PROFILE_UPDATE,
    request: false,
    proxiable: true,
    applicationId: SH_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } [ Result-Code ] [ Experimental-Result ] { Auth-Session-State }
      { Origin-Host } { Origin-Realm } [ Wildcarded-Public-Identity ] [ Wildcarded-IMPU ] [ Repository-Data-ID ] [ Data-Reference ]
      * [ Supported-Features ] [ OC-Supported-Features ] [ OC-OLR ] * [ Load ] * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ]
      * [ Route-Record ]`,
  },
  // §6.1.5, §6.1.6
  'Subscribe-Notifications-Request': {
    abbreviation: 'SNR',
    code: SUBSCRIBE_NOTIFICATIONS,
    request: true,
    proxiable: true,
    applicationId: SH_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } { Auth-Session-State } { Origin-Host } { Origin-Realm }
      [ Destination-Host ] { Destination-Realm } * [ Supported-Features ] { User-Identity } [ Wildcarded-Public-Identity ]
      [ Wildcarded-IMPU ] * [ Service-Indication ] [ Send-Data-Indication ] [ Server-Name ] { Subs-Req-Type } * { Data-Reference }
      * [ Identity-Set ] [ Expiry-Time ] * [ DSAI-Tag ] [ One-Time-Notification ] [ User-Name ] [ OC-Supported-Features ] * [ AVP ]
      * [ Proxy-Info ] * [ Route-Record ]`,
  },
  'Subscribe-Notifications-Answer': {
    abbreviation: 'SNA',
    code: SUBSCRIBE_NOTIFICATIONS,
    request: false,
    proxiable: true,
    applicationId: SH_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } * [ Supported-Features ] [ Result-Code ] [ Experimental-Result ]
      { Auth-Session-State } { Origin-Host } { Origin-Realm } [ Wildcarded-Public-Identity ] [ Wildcarded-IMPU ] [ User-Data ]
      [ Expiry-Time ] [ OC-Supported-Features ] [ OC-OLR ] * [ Load ] * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  // §6.1.7, §6.1.8
  'Push-Notification-Request': {
    abbreviation: 'PNR',
    code: PUSH_NOTIFICATION,
    request: true,
    proxiable: true,
    applicationId: SH_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } { Auth-Session-State } { Origin-Host } { Origin-Realm }
      { Destination-Host } { Destination-Realm } * [ Supported-Features ] { User-Identity } [ Wildcarded-Public-Identity ]
      [ Wildcarded-IMPU ] [ User-Name ] { User-Data } * [ AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
  'Push-Notification-Answer': {
    abbreviation: 'PNA',
    code: PUSH_NOTIFICATION,
    request: false,
    proxiable: true,
    applicationId: SH_APPLICATION_ID,
    grammar: `
      < Session-Id > [ DRMP ] { Vendor-Specific-Application-Id } [ Result-Code ] [ Experimental-Result ] { Auth-Session-State }
      { Origin-Host } { Origin-Realm } * [ Supported-Features ] * [ AVP ] [ Failed-AVP ] * [ Proxy-Info ] * [ Route-Record ]`,
  },
} as const
