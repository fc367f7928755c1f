import { GX_APPLICATION_ID } from 'diameter-codec'
import { counted } from '../counted.js'
import type { RunningSample, SampleApplication, SampleSurroundings } from '../sample-application.js'
import { PolicyAndChargingRulesFunction } from './policy-and-charging-rules-function.js'
import { POLICY_SETTINGS, policyOf } from './policy-settings.js'

/** A PCRF as a configuration names it. It serves applications on Rx as well. */
export const GX_SAMPLE: SampleApplication<typeof POLICY_SETTINGS> = {
  word: 'gx',
  applicationId: GX_APPLICATION_ID,
  companionWords: ['rx'],
  describe: 'policy and charging rules function for gateways (Gx) and applications (Rx)',
  settings: POLICY_SETTINGS,
  open(settings, { surroundings, onEvent }: SampleSurroundings): RunningSample {
    const policy = policyOf(settings)
    const pcrf = new PolicyAndChargingRulesFunction({
      surroundings,
      policy,
      sessionLimit: settings.sessions,
      sessionLifetimeMs: 1000 * settings.sessionLifetimeS,
      onEvent,
    })
    const rules = policy.profiles.reduce((sum, profile) => sum + profile.rules.length, 0)
    const [served, ...companions] = pcrf.applications
    return {
      served: served!,
      companions,
      summary: `${counted(policy.profiles.length, 'access point')}, ${counted(rules, 'rule')}`,
      connect: (sender) => pcrf.connect(sender),
    }
  },
}
