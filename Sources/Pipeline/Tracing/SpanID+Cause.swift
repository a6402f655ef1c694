import Contract

extension SpanID {
    /// The span in which a stage handles what an event names as its cause, be it an event or an entry.
    ///
    /// It follows from the two, so whoever reads an event knows in which span it was written, and no stage has to carry
    /// identities of spans from what it reads to what it writes. A batch that is redone has the same spans again.
    init(of stage: StageName, handling cause: String) {
        // FNV-1a, whose bits are mixed once more at the end.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        for byte in stage.rawValue.utf8 { add(byte) }
        add(0)
        for byte in cause.utf8 { add(byte) }
        hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
        self.init(bits: (hash ^ hash >> 31) | 1)
    }
}

extension Topic {
    /// The stage that writes it.
    var writer: StageName {
        switch self {
        case .commands: .ingest
        case .cases: .router
        case .clocks: .slaMonitor
        case .surveys: .survey
        case .notifications: .notifier
        }
    }
}
