/// What the value of a field must look like.
package enum ValueShape: Sendable, Hashable {
    /// Any text; the contract's limits are all that bind it.
    case text
    /// An id: up to 128 bytes of printable characters without spaces.
    case id
    /// The name of a publishing service.
    case source
    /// One of the inbound types.
    case command
    /// One of these words.
    case oneOf([String])
    /// `true` or `false`.
    case boolean
    /// A whole number of that range, without a sign or leading zeros.
    case integer(ClosedRange<Int64>)
    /// An amount of money: digits, and a point with up to four more if there is one.
    case amount
    /// An RFC 3339 time with its offset.
    case time
    /// A month, `YYYY-MM`.
    case month
    /// A W3C trace context.
    case traceparent
    /// A well-formed BCP 47 language tag.
    case language
    /// An ISO 3166-1 alpha-2 country code.
    case region
    /// An ISO 4217 currency code.
    case currency
    /// An e-mail address.
    case email
    /// The name of an IANA time zone, by its shape.
    case timeZone
    /// An `https` address.
    case webAddress
    /// Comma-separated members without repetition, at most that many.
    case list(of: Member, atMost: Int)
    /// The JSON list of a message's attachments.
    case attachments
    /// Any JSON.
    case json
    /// A rating: a whole number from 1 to 5, or to 10 where the entry's `scale` says so.
    case rating
    /// What the signature check looks at, and no earlier rule.
    case signature

    /// What a member of a list must look like.
    package enum Member: Sendable, Hashable {
        case label
        case language
        case region
        case oneOf([String])
    }
}

extension ValueShape {
    /// Whether the value, which is not empty, has the shape.
    package func accepts(_ value: String) -> Bool {
        switch self {
        case .text, .signature: true
        case .id: IDShape.accepts(value)
        case .source: SourceID.isName(value)
        case .command: CommandType(rawValue: value) != nil
        case .oneOf(let words): words.contains(value)
        case .boolean: value == "true" || value == "false"
        case .integer(let range): NumberShape.integer(value).map { range.contains($0) } ?? false
        case .amount: NumberShape.isAmount(value)
        case .time: Instant(rfc3339: value) != nil
        case .month: NumberShape.isMonth(value)
        case .traceparent: TraceContext.accepts(value)
        case .language: LanguageTag.accepts(value)
        case .region: CountryCode.accepts(value)
        case .currency: CurrencyCode.accepts(value)
        case .email: MailAddress.accepts(value)
        case .timeZone: TimeZoneName.accepts(value)
        case .webAddress: WebAddress.accepts(value)
        case .list(let member, _): ListShape.members(of: value).isDistinct { member.accepts($0) }
        case .attachments: AttachmentList.accepts(value)
        case .json: (try? JSONValue(parsing: value)) != nil
        case .rating: NumberShape.integer(value).map { (1...10).contains($0) } ?? false
        }
    }

    /// Whether the value is a list of more members than the shape allows; a broken list is not.
    func hasTooManyMembers(_ value: String) -> Bool {
        switch self {
        case .list(_, let most): ListShape.members(of: value).count > most
        case .attachments: AttachmentList.count(of: value) > Limits.attachmentCount
        default: false
        }
    }
}

extension ValueShape.Member {
    fileprivate func accepts(_ member: Substring) -> Bool {
        switch self {
        case .label: !member.isEmpty && member.utf8.count <= Limits.label
        case .language: LanguageTag.accepts(String(member))
        case .region: CountryCode.accepts(String(member))
        case .oneOf(let words): words.contains { $0 == member }
        }
    }
}

/// Comma-separated lists; blanks around a member do not count.
enum ListShape {
    static func members(of value: String) -> [Substring] {
        value.split(separator: ",", omittingEmptySubsequences: false).map { member in
            let start = member.firstIndex { $0 != " " } ?? member.endIndex
            let end = member.lastIndex { $0 != " " }.map(member.index(after:)) ?? start
            return member[start..<end]
        }
    }

    /// The list as everybody reads on, with nothing around its members.
    static func withoutBlanks(_ value: String) -> String {
        value.utf8.contains(0x20) ? members(of: value).joined(separator: ",") : value
    }
}

extension [Substring] {
    fileprivate func isDistinct(_ accepts: (Substring) -> Bool) -> Bool {
        Set(self).count == count && allSatisfy(accepts)
    }
}
