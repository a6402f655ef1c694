/// Reads a model's parts as `ModelWriter` wrote them, and refuses what it never writes.
struct ModelReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func classifier() throws(TriageFailure) -> LinearClassifier {
        let classes = try names()
        let (step, temperature, sureFrom) = (try value(), try value(), try value())
        var biases: [Float] = []
        for _ in classes {
            biases.append(try value())
        }
        let weights = try table(rows: Features.bucketCount, columns: classes.count)
        guard !classes.isEmpty, step > 0, temperature > 0 else { throw .damaged }
        return LinearClassifier(
            classes: classes,
            weights: weights,
            step: step,
            biases: biases,
            temperature: temperature,
            sureFrom: sureFrom
        )
    }

    mutating func profiles() throws(TriageFailure) -> LanguageProfiles {
        let languages = try names()
        let (temperature, strange) = (try value(), try value())
        guard temperature > 0 else { throw .damaged }
        return LanguageProfiles(
            languages: languages,
            surprises: try table(rows: LanguageProfiles.bucketCount, columns: languages.count),
            temperature: temperature,
            strange: strange
        )
    }

    mutating func number<Number: FixedWidthInteger>() throws(TriageFailure) -> Number {
        var number: Number = 0
        for (place, byte) in try take(Number.bitWidth / 8).enumerated() {
            number |= Number(truncatingIfNeeded: byte) << (8 * place)
        }
        return number
    }

    private mutating func value() throws(TriageFailure) -> Float {
        let value = Float(bitPattern: try number())
        guard value.isFinite else { throw .damaged }
        return value
    }

    private mutating func table(rows: Int, columns: Int) throws(TriageFailure) -> ByteTable {
        ByteTable(try take(rows * columns).map { Int8(bitPattern: $0) }, columns: columns)
    }

    private mutating func names() throws(TriageFailure) -> [String] {
        let count: UInt16 = try number()
        var names: [String] = []
        for _ in 0..<count {
            let length: UInt8 = try number()
            guard let name = String(validating: try take(Int(length)), as: UTF8.self) else { throw .damaged }
            names.append(name)
        }
        return names
    }

    private mutating func take(_ count: Int) throws(TriageFailure) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw .damaged }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
