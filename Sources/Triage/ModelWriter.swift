/// Writes a model's parts, numbers with their lowest byte first.
struct ModelWriter {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ more: [UInt8]) {
        bytes.append(contentsOf: more)
    }

    mutating func append(_ number: some FixedWidthInteger) {
        var rest = number
        for _ in 0..<number.bitWidth / 8 {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    mutating func append(_ value: Float) {
        append(value.bitPattern)
    }

    mutating func append(names: [String]) {
        append(UInt16(truncatingIfNeeded: names.count))
        for name in names {
            append(UInt8(truncatingIfNeeded: name.utf8.count))
            append(Array(name.utf8))
        }
    }

    mutating func append(_ classifier: LinearClassifier) {
        append(names: classifier.classes)
        append(classifier.step)
        append(classifier.temperature)
        append(classifier.sureFrom)
        for bias in classifier.biases {
            append(bias)
        }
        append(classifier.weights)
    }

    mutating func append(_ profiles: LanguageProfiles) {
        append(names: profiles.languages)
        append(profiles.temperature)
        append(profiles.strange)
        append(profiles.surprises)
    }

    private mutating func append(_ table: ByteTable) {
        append(table.bytes.map { UInt8(bitPattern: $0) })
    }
}
