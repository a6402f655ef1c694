/// Every field that the contract gives a meaning to.
///
/// The raw value is only a place in lists; `text` is the name in an entry.
package enum FieldName: UInt8, CaseIterable, Sendable, Hashable {
    case type, id, source, conversation, time, traceparent, sig
    case role, text, user, admin, bot, channel, language, region, category, tier, campaign, template, templateEdited
    case visibility, attachments, replyTo
    case kind, subject, counterparty, reason, amount, currency, eta, logs
    case service, stage, summary, outcome, nextSteps, rootCause, article, inFavourOf, impact, noSurvey, silent
    case by, to, team, note, answer, `for`, until, into
    case survey, rating, scale, easeOfUse, responseTime, helpfulness, clarity, comment, suggestion
    case name, email, timezone, verified, channels, webhook, activeListings
    case languages, regions, skills, capacity, calendar, senior, active, status
    case period, activeUsers, reach
    case mail, encoding

    private static let texts = allCases.map { snakeCase("\($0)") }

    /// The name in an entry: the case's name in snake case.
    package var text: String { Self.texts[Int(rawValue)] }

    /// The field's bit in a set of fields.
    var bit: UInt128 { 1 << UInt128(rawValue) }

    private static func snakeCase(_ name: String) -> String {
        name.reduce(into: "") { text, character in
            text += character.isUppercase ? "_" + character.lowercased() : String(character)
        }
    }
}

extension FieldName {
    /// How many bytes its value may have, whatever the entry's type.
    var limit: Int {
        switch self {
        case .text:
            Limits.text
        case .id, .conversation, .user, .admin, .bot, .replyTo, .counterparty, .to, .into, .survey:
            Limits.id
        case .category, .tier, .campaign, .template, .subject, .stage, .team, .calendar:
            Limits.label
        default:
            Limits.entry
        }
    }
}
