export { type CapturedPacket, CaptureFile, type CaptureFileOptions } from './capture/capture-file.js'
export { type CaptureMerge, type CaptureMergeOptions, mergeCaptures } from './capture/capture-merge.js'
export { CapturedFrame, type CaptureFault, CaptureReader, captureKindOf } from './capture/capture-reader.js'
export { CapturingTransport, type CapturingTransportOptions, type PathInterface, pathInterface } from './capture/capturing-transport.js'
export { findIpPacket, IpPacket, isKnownLinkType } from './capture/ip-packet.js'
export type { CaptureDirection } from './capture/pcapng-writer.js'
export type { DatagramTransport, TransportStatistics } from './datagram-transport.js'
export { EndpointDriver, type EndpointUser } from './endpoint-driver.js'
export { EventLoopSurroundings } from './event-loop-surroundings.js'
export { type FreeUdpPortSearch, findFreeUdpPort } from './free-udp-port.js'
export { FaultInjector, type ImpairedDirection } from './impairment/fault-injector.js'
export { FaultTimetable, type TimetableEntry } from './impairment/fault-timetable.js'
export {
  ANY_ADDRESS,
  type ChanceSource,
  type Impairment,
  linkPropertiesOf,
  NO_IMPAIRMENT,
  type PathSelector,
  type PathTally,
} from './impairment/path-impairment.js'
export { epochNanosecondsAtZero, machineClockOffsetMs, monotonicNow } from './monotonic-clock.js'
export { RawIp, type RawIpOptions } from './raw-ip.js'
export { loadRawIpAddon, type RawIpAddonLoading } from './raw-ip-addon.js'
export { type PacketNetwork, SimulatedTransport, type SimulatedTransportOptions } from './simulated-transport.js'
export type { Surroundings, TimerHandle } from './surroundings.js'
export { SystemEnvironment } from './system-environment.js'
export { SystemRandom } from './system-random.js'
export { TransportError, type TransportErrorCode } from './transport-error.js'
export { UdpEncapsulation, type UdpEncapsulationOptions } from './udp-encapsulation.js'
