/** The credit-control application of the IETF, which Gy and Ro use too (RFC 8506 §1.3). */
export const CREDIT_CONTROL_APPLICATION_ID = 4
export const CREDIT_CONTROL = 272

/** RFC 8506 §9: what a credit-control server answers besides the codes of the base protocol. */
export const CreditControlResultCode = {
  DIAMETER_END_USER_SERVICE_DENIED: 4010,
  DIAMETER_CREDIT_CONTROL_NOT_APPLICABLE: 4011,
  DIAMETER_CREDIT_LIMIT_REACHED: 4012,
  DIAMETER_USER_UNKNOWN: 5030,
  DIAMETER_RATING_FAILED: 5031,
} as const

/** The messages of credit control in the order of the document. RFC 8506 §3. */
export const RFC8506_COMMANDS = {
  // §3.1
  'Credit-Control-Request': {
    abbreviation: 'CCR',
    code: CREDIT_CONTROL,
    request: true,
    proxiable: true,
    applicationId: CREDIT_CONTROL_APPLICATION_ID,
    grammar: `
      < Session-Id > { Origin-Host } { Origin-Realm } { Destination-Realm } { Auth-Application-Id } { Service-Context-Id }
      { CC-Request-Type } { CC-Request-Number } [ Destination-Host ] [ User-Name ] [ CC-Sub-Session-Id ] [ Acct-Multi-Session-Id ]
      [ Origin-State-Id ] [ Event-Timestamp ] * [ Subscription-Id ] * [ Subscription-Id-Extension ] [ Service-Identifier ]
      [ Termination-Cause ] [ Requested-Service-Unit ] [ Requested-Action ] * [ Used-Service-Unit ]
      [ Multiple-Services-Indicator ] * [ Multiple-Services-Credit-Control ] * [ Service-Parameter-Info ] [ CC-Correlation-Id ]
      [ User-Equipment-Info ] [ User-Equipment-Info-Extension ] * [ Proxy-Info ] * [ Route-Record ] * [ AVP ]`,
  },
  // §3.2
  'Credit-Control-Answer': {
    abbreviation: 'CCA',
    code: CREDIT_CONTROL,
    request: false,
    proxiable: true,
    applicationId: CREDIT_CONTROL_APPLICATION_ID,
    grammar: `
      < Session-Id > { Result-Code } { Origin-Host } { Origin-Realm } { Auth-Application-Id } { CC-Request-Type }
      { CC-Request-Number } [ User-Name ] [ CC-Session-Failover ] [ CC-Sub-Session-Id ] [ Acct-Multi-Session-Id ]
      [ Origin-State-Id ] [ Event-Timestamp ] [ Granted-Service-Unit ] * [ Multiple-Services-Credit-Control ] [ Cost-Information ]
      [ Final-Unit-Indication ] [ QoS-Final-Unit-Indication ] [ Check-Balance-Result ] [ Credit-Control-Failure-Handling ]
      [ Direct-Debiting-Failure-Handling ] [ Validity-Time ] * [ Redirect-Host ] [ Redirect-Host-Usage ]
      [ Redirect-Max-Cache-Time ] * [ Proxy-Info ] * [ Route-Record ] * [ Failed-AVP ] * [ AVP ]`,
  },
} as const
