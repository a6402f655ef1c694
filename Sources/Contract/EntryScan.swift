/// One look at all fields of an entry: where each known one is, and whether anything needs a closer look.
struct EntryScan {
    /// The places of the known fields, by `FieldName`; the first of a name that comes twice.
    private var places = InlineArray<96, UInt8>(repeating: Self.absent)
    /// The known fields that are there and not empty.
    private(set) var present: UInt128 = 0
    /// The known fields that are there, empty or not.
    private(set) var named: UInt128 = 0
    /// The known fields that come more than once.
    private(set) var repeated: UInt128 = 0
    /// The places of the fields that the contract does not know.
    private(set) var others: [Int] = []
    /// Whether a rule on encoding or size may be broken.
    private(set) var isSuspect = false
    /// Whether a name or value has characters beyond ASCII.
    private(set) var hasWideText = false

    private static let absent = UInt8.max

    init(_ entry: InboundEntry) {
        let fields = entry.fields
        guard fields.count <= Limits.fieldCount, !entry.isTorn else {
            isSuspect = true
            return
        }
        let names = FieldTable.names
        let limits = FieldTable.limits
        var size = 0
        for index in fields.indices {
            guard case .text(let name) = fields[index].name, case .text(let value) = fields[index].value else {
                isSuspect = true
                return
            }
            let bytes = TextBytes(of: value)
            size += name.utf8.count + value.utf8.count
            hasWideText = hasWideText || !bytes.isASCII
            guard let place = names.place(of: name) else {
                note(other: name, at: index, value: bytes)
                continue
            }
            isSuspect =
                isSuspect || value.utf8.count > limits[place]
                || bytes.hasControl && bytes.hasControl(refusedIn: FieldName(rawValue: UInt8(place)))
            note(place, at: index, isEmpty: value.isEmpty)
        }
        isSuspect = isSuspect || size > Limits.entry || named & Self.listFields != 0
    }

    private static let listFields = FieldTable.lists.keys.reduce(0) { $0 | $1.bit }

    private mutating func note(_ place: Int, at index: Int, isEmpty: Bool) {
        let bit: UInt128 = 1 << UInt128(place)
        guard named & bit == 0 else {
            repeated |= bit
            return
        }
        named |= bit
        places[place] = UInt8(truncatingIfNeeded: index)
        if !isEmpty { present |= bit }
    }

    private mutating func note(other name: String, at index: Int, value: TextBytes) {
        let bytes = TextBytes(of: name)
        others.append(index)
        hasWideText = hasWideText || !bytes.isASCII
        isSuspect = isSuspect || bytes.hasControl || value.hasControl
    }

    /// The value of the field in the fields that were looked at; nil if it is not there or empty.
    func value(_ name: FieldName, in fields: [InboundEntry.Field]) -> String? {
        present & name.bit == 0 ? nil : value(at: Int(name.rawValue), in: fields)
    }

    /// The value of the field at a place of `FieldName`, which is there.
    func value(at place: Int, in fields: [InboundEntry.Field]) -> String {
        let index = Int(places[place])
        guard index < fields.count, case .text(let value) = fields[index].value else { return "" }
        return value
    }
}
