import type { DiameterNodeSettings } from '../node/node-settings.js'
import type { SampleApplication } from '../sample-application.js'

/** A Diameter node as it is configured, every default filled in. What it names (certificates, tables) is not read yet. */
export interface DiameterConfiguration {
  readonly settings: Omit<DiameterNodeSettings, 'security' | 'parameters' | 'startTimeSeconds'>
  /** Of the node's SCTP endpoint; it has one when a connection is on SCTP. */
  readonly local: {
    readonly addresses: readonly string[]
    readonly carrier: 'udp' | 'ip'
    /** 0 for any that is free. */
    readonly udpPort: number
  }
  readonly usesSctp: boolean
  readonly sctpProfile: string
  readonly applications: readonly ConfiguredApplication[]
  /** PEM files; null where nothing is secured. */
  readonly security: {
    readonly authorities: string
    readonly certificate: string
    readonly privateKey: string
    readonly checkOriginHost: boolean
  } | null
}

export interface ConfiguredApplication {
  readonly sample: SampleApplication
  /** As its own schema has made them. */
  readonly settings: unknown
}

/** What a configuration is for; it decides what is there without being said. */
export type DiameterNodeUse = 'server' | 'client' | 'relay'
