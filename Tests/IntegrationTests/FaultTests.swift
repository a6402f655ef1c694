import Testing

/// Faults strike whole programs on real servers; afterwards nothing of it may show in the data.
///
/// One at a time: each uses the machine fully, and some measure how long something takes.
@Suite(.serialized, .timeLimit(.minutes(5)))
enum FaultTests {}
