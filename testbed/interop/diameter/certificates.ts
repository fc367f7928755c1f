import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TransportLayerSecurity } from '@sigbed/peer-bindings'

/** The folder of the certificates that the tests of the bindings use, too. */
export const CERTIFICATES = join(import.meta.dirname, '../../../stack/peer-bindings/test/certificates')

/** What one of the nodes shows, trusting the authority of both. */
export function security(name: 'client' | 'server'): TransportLayerSecurity {
  return {
    authorities: text('test-authority.pem'),
    certificate: text(`${name}.example.net.pem`),
    privateKey: text(`${name}.example.net.key`),
  }
}

function text(file: string): string {
  return readFileSync(join(CERTIFICATES, file), 'utf8')
}
