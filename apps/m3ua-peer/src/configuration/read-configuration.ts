import { type ConfigurationSource, configurationSchema, readConfigurationDocument } from '@sigbed/testbed'
import { CONFIGURATION_DOCUMENT, type ConfigurationDocument } from './configuration-document.js'
import type { M3uaConfiguration, M3uaRole } from './m3ua-configuration.js'
import { resolveConfiguration } from './resolve-configuration.js'

export interface M3uaConfigurationSource extends ConfigurationSource<ConfigurationDocument> {
  /** The timer profiles there are. */
  readonly profiles: readonly string[]
}

/** @throws ConfigurationError with every problem there is, each with its line */
export function readConfiguration(source: M3uaConfigurationSource, role: M3uaRole): M3uaConfiguration {
  return readConfigurationDocument(source, CONFIGURATION_DOCUMENT, (document, report) =>
    resolveConfiguration(document, role, source.profiles, report),
  )
}

/** For editors that complete and check YAML by it. */
export function configurationJsonSchema(): object {
  return configurationSchema('sigbed m3ua', CONFIGURATION_DOCUMENT)
}
