extension ValueShape {
    /// What would be right, as the end of a sentence that begins with the field's name.
    package var expectation: String {
        switch self {
        case .text: "is UTF-8 text"
        case .id: "is an id of 1 to 128 bytes of printable characters without spaces"
        case .source: "is 1 to 64 of the characters a-z 0-9 . _ -"
        case .command: "is one of " + CommandType.allCases.map(\.rawValue).joined(separator: ", ")
        case .oneOf(let words): "is " + (words.count == 1 ? "" : "one of ") + words.joined(separator: ", ")
        case .boolean: "is true or false"
        case .integer(let range): "is a whole number from \(range.lowerBound) to \(range.upperBound) in digits"
        case .amount: "is an amount such as 149.99: up to 15 digits, at most four more behind a point"
        case .time: "is an RFC 3339 time with its offset, such as 2026-03-01T08:00:00Z"
        case .month: "is a month such as 2026-03"
        case .traceparent: "is a W3C trace context such as 00-<32 hex digits>-<16 hex digits>-01"
        case .language: "is a BCP 47 language tag such as en or zu-ZA"
        case .region: "is an ISO 3166-1 country code of two capital letters, such as ZA"
        case .currency: "is an ISO 4217 currency code of three capital letters, such as ZAR"
        case .email: "is an e-mail address such as name@example.org"
        case .timeZone: "is the name of an IANA time zone, such as Africa/Johannesburg"
        case .webAddress: "is an https address without a user name, of at most 2048 bytes"
        case .list(let member, let most):
            "is a comma-separated list of at most \(most) different \(member.expectation)"
        case .attachments:
            "is a JSON list of at most \(Limits.attachmentCount) objects with exactly url (https), name, type (such as "
                + "image/png) and size (whole number of bytes)"
        case .json: "is strict JSON: no name twice, no lone surrogate, no U+0000, at most 32 levels"
        case .rating: "is a whole number from 1 to 5, or to 10 where `scale` says 10"
        case .signature: "is v1= and 64 hexadecimal digits"
        }
    }
}

extension ValueShape.Member {
    fileprivate var expectation: String {
        switch self {
        case .label: "names"
        case .language: "BCP 47 language tags"
        case .region: "ISO 3166-1 country codes"
        case .oneOf(let words): "words out of " + words.joined(separator: ", ")
        }
    }
}
