/// What a source may do, laid out for the validation.
struct Publisher: Sendable {
    let door: SourceRights.Door
    let mayBackfill: Bool
    let mustSign: Bool
    /// The key that its entries are signed with, if it must sign and the key could be read.
    let key: [UInt8]?
    /// The types that it may publish, by their places in `CommandType.allCases`.
    private let types: UInt32

    init(_ rights: SourceRights, key: [UInt8]?) {
        door = rights.door
        mayBackfill = rights.backfill
        mustSign = rights.key != nil
        self.key = rights.key == nil ? nil : key
        types = CommandType.allCases.enumerated().reduce(0) { types, type in
            rights.mayPublish(type.element) ? types | 1 << UInt32(type.offset) : types
        }
    }

    /// Whether it may publish the type at that place of `CommandType.allCases`.
    func mayPublish(typeAt place: Int) -> Bool {
        types & 1 << UInt32(place) != 0
    }
}
