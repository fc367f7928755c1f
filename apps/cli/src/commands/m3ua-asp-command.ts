import { m3uaNodeCommand } from '../m3ua/m3ua-node-command.js'

/** `sigbed m3ua asp`: an application server process (RFC 4666 §1.4.1). */
export const M3UA_ASP_COMMAND = m3uaNodeCommand('asp', {
  summary: 'Run an M3UA application server process until it is killed, or through a script',
  examples: [
    ['', 'active at the gateway "sigbed m3ua sg" on 127.0.0.1'],
    ['--remote 192.0.2.1,198.51.100.1 --local 192.0.2.2,198.51.100.2', 'on two paths'],
    ['--do inactive,active,send-data:count=100,down', 'one message after the other'],
    ['--do @steps.txt --json', 'the same from a file, for programs'],
  ],
  steps: `Steps for --do:
  inactive, active, down       as far as it goes by ASPUP, ASPAC, ASPIA, ASPDN
  until=active                 waits until it is active, inactive or down
  send-data:count=100:rate=50:size=64:sls=3:opc=1-1-1:dpc=1-1-2:si=sccp:rc=1
  daud=2-100-3                 waits for DAVA, DUNA or DRST
  reg-req, dereg-req           the configured routing keys; or plain messages:
  reg-req:dpc=2-100-3:si=sccp:rc=100:mode=loadshare, dereg-req=100
  scon=2-100-3:level=1         beat, wait=2s
  octets=0100030100000008:stream=0`,
})
