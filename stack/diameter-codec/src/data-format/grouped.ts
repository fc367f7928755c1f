/**
 * How deep Grouped AVPs may stand in one another (RFC 6733 §4.4). The RFC sets no bound; without one a message of 16 MB
 * could nest two million deep. The deepest group in the published dictionaries stands at five. Reader and writer both hold it.
 */
export const DEEPEST_GROUP = 8
