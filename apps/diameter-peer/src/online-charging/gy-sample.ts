import { CREDIT_CONTROL_APPLICATION_ID } from 'diameter-codec'
import { z } from 'zod'
import { counted } from '../counted.js'
import type { RunningSample, SampleApplication, SampleSurroundings } from '../sample-application.js'
import { sampleSubscriber } from '../subscriber/sample-subscribers.js'
import { Account } from './account.js'
import { AccountBook } from './account-book.js'
import type { FinalUnitPolicy } from './final-unit.js'
import { type Micros, parseMicros } from './money.js'
import { OnlineChargingSystem } from './online-charging-system.js'
import { type Tariff, UNIT_TYPES } from './tariff.js'

const amount = z
  .string()
  .refine((text) => parseMicros(text) !== null, 'an amount such as "12.50", with six decimals at most')
  .transform((text): Micros => parseMicros(text)!)
const notNegative = amount.refine((value) => value >= 0n, 'not less than zero')
const seconds = z.int().min(1).max(86_400)

const TARIFF = z
  .strictObject({
    unit: z.enum(UNIT_TYPES).describe('what is counted'),
    per: z.int().min(1).describe('units the price is for'),
    price: notNegative,
    quota: z.int().min(1).describe('units granted at a time'),
  })
  .transform(({ unit, per, price, quota }): Tariff => ({ unitType: unit, unitSize: BigInt(per), price, quota: BigInt(quota) }))
const tariffs = z.record(z.string().regex(/^\d{1,10}$/, 'a number'), TARIFF)

const FINAL_UNIT = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('TERMINATE') }),
  z.strictObject({
    action: z.literal('REDIRECT'),
    addressType: z.enum(['IPv4 Address', 'IPv6 Address', 'URL', 'SIP URI']).default('URL'),
    address: z.string().min(1),
    filterRules: z.array(z.string()).default([]),
    graceTimeS: seconds.default(120),
  }),
  z.strictObject({
    action: z.literal('RESTRICT_ACCESS'),
    filterRules: z.array(z.string()).default([]),
    filterIds: z.array(z.string()).default([]),
    graceTimeS: seconds.default(120),
  }),
])

const SETTINGS = z.strictObject({
  sampleSubscribers: z.int().min(1).max(1_000_000).default(1000).describe('how many sample subscribers have an account'),
  balance: amount.prefault('10').describe('what each of them begins with'),
  overdraft: notNegative.prefault('0'),
  currencyCode: z.int().min(0).max(999).default(978).describe('ISO 4217 by number'),
  ratingGroups: tariffs.prefault({ '10': { unit: 'CC-Total-Octets', per: 1_000_000, price: '0.01', quota: 10_000_000 } }),
  services: tariffs.prefault({ '7': { unit: 'CC-Service-Specific-Units', per: 1, price: '0.09', quota: 1 } }),
  validityTimeS: seconds.default(600),
  finalUnit: FINAL_UNIT.default({ action: 'TERMINATE' }),
  failureHandling: z.enum(['TERMINATE', 'CONTINUE', 'RETRY_AND_TERMINATE']).default('TERMINATE'),
  sessionFailover: z.boolean().default(false),
  sessions: z.int().min(1).max(1_000_000).default(100_000).describe('sessions at a time, at most'),
})

/** An online charging system as a configuration names it. */
export const GY_SAMPLE: SampleApplication<typeof SETTINGS> = {
  word: 'gy',
  applicationId: CREDIT_CONTROL_APPLICATION_ID,
  describe: 'online charging system with prepaid accounts (Gy, Ro; RFC 8506)',
  settings: SETTINGS,
  open(settings, { surroundings, onEvent }: SampleSurroundings): RunningSample {
    const accounts = new AccountBook()
    for (let index = 0; index < settings.sampleSubscribers; index++) {
      const { imsi, msisdn } = sampleSubscriber(index)
      accounts.enter([`END_USER_IMSI:${imsi}`, `END_USER_E164:${msisdn}`], new Account(settings.balance, settings.overdraft))
    }
    const byNumber = (table: Readonly<Record<string, Tariff>>) =>
      new Map(Object.entries(table).map(([number, one]) => [Number(number), one]))
    const finalUnit: FinalUnitPolicy = settings.finalUnit
    const system = new OnlineChargingSystem({
      surroundings,
      accounts,
      currencyCode: settings.currencyCode,
      tariffs: { services: byNumber(settings.services), ratingGroups: byNumber(settings.ratingGroups) },
      validityTimeS: settings.validityTimeS,
      finalUnit,
      sessionFailover: settings.sessionFailover ? 'FAILOVER_SUPPORTED' : 'FAILOVER_NOT_SUPPORTED',
      failureHandling: settings.failureHandling,
      directDebitingFailureHandling: 'TERMINATE_OR_BUFFER',
      sessionLimit: settings.sessions,
      onEvent,
    })
    return {
      served: system.application,
      summary: counted(settings.sampleSubscribers, 'account'),
      connect: (sender) => system.connect(sender),
    }
  },
}
