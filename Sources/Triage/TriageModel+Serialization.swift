extension TriageModel {
    /// The first bytes of each model.
    private static let mark: [UInt8] = Array("SPTM".utf8)
    /// The form of the bytes and of the features.
    private static let format: UInt8 = 1

    /// The model as bytes: weights only, no text that it was taught.
    package var serialized: [UInt8] {
        var writer = ModelWriter()
        writer.append(Self.mark)
        writer.append(Self.format)
        writer.append(categoryClassifier)
        writer.append(spamClassifier)
        writer.append(profiles)
        let checksum = Checksum.of(writer.bytes)
        writer.append(checksum)
        return writer.bytes
    }

    /// Reads a model; what is cut, altered or of another form is refused.
    package init(serialized bytes: [UInt8]) throws(TriageFailure) {
        guard bytes.starts(with: Self.mark), bytes.count > Self.mark.count + 9 else {
            throw TriageFailure(.damagedModel, "These bytes are not a triage model; train one and store it again.")
        }
        guard bytes[Self.mark.count] == Self.format else {
            throw TriageFailure(
                .unknownFormat,
                "The triage model has form \(bytes[Self.mark.count]), this program reads form \(Self.format) only; "
                    + "train it again with this program."
            )
        }
        let body = bytes.dropLast(8)
        var trailer = ModelReader(bytes[body.endIndex...])
        guard try trailer.number() == Checksum.of(body) else { throw .damaged }
        var reader = ModelReader(body.dropFirst(Self.mark.count + 1))
        categoryClassifier = try reader.classifier()
        spamClassifier = try reader.classifier()
        profiles = try reader.profiles()
        guard reader.isAtEnd, spamClassifier.classes == [Self.ham, Self.spam] else { throw .damaged }
    }

    /// A name for these very weights: sixteen hexadecimal digits, the same for the same model.
    package var version: String {
        let digits = String(Checksum.of(serialized), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension TriageFailure {
    static let damaged = TriageFailure(
        .damagedModel,
        "The triage model is cut or altered; store it again from its file, or train it again."
    )
}

/// The checksum (FNV-1a, 64 bits) that tells a damaged model and names a whole one.
enum Checksum {
    static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}
