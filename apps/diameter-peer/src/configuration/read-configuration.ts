import { type ConfigurationSource, configurationSchema, readConfigurationDocument } from '@sigbed/testbed'
import { CONFIGURATION_DOCUMENT, type ConfigurationDocument } from './configuration-document.js'
import type { DiameterConfiguration, DiameterNodeUse } from './diameter-configuration.js'
import { resolveConfiguration } from './resolve-configuration.js'

export interface DiameterConfigurationSource extends ConfigurationSource<ConfigurationDocument> {
  /** The SCTP timer profiles there are. */
  readonly profiles: readonly string[]
}

/** @throws ConfigurationError with every problem there is, each with its line */
export function readDiameterConfiguration(source: DiameterConfigurationSource, use: DiameterNodeUse): DiameterConfiguration {
  return readConfigurationDocument(source, CONFIGURATION_DOCUMENT, (document, report) =>
    resolveConfiguration(document, use, source.profiles, report),
  )
}

/** For editors that complete and check YAML by it. */
export function diameterConfigurationSchema(): object {
  return configurationSchema('sigbed diameter', CONFIGURATION_DOCUMENT)
}
