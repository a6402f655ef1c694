import Contract
import Satisfaction

/// What a user has said in answer to a survey, or a part of it.
struct AnswerSheet: Sendable, Equatable {
    /// The further questions, as fields name them.
    enum Factor: String, CaseIterable, Sendable {
        case easeOfUse = "ease_of_use"
        case responseTime = "response_time"
        case helpfulness, clarity
    }

    /// The fields that say something.
    static let names = ["rating", "scale"] + Factor.allCases.map(\.rawValue) + ["comment", "suggestion"]

    var scale: Rating.Scale?
    var rating: Int?
    /// The ratings of the further questions, on the same scale.
    var factors: [Factor: Int] = [:]
    /// What else the user says; an empty remark takes back what was said there before.
    var comment: String?
    var suggestion: String?

    /// The overall rating.
    var overall: Rating? { rating.flatMap { value in scale.flatMap { Rating(value, on: $0) } } }

    /// Nothing.
    init() {}

    /// What the fields of an answer say, their ratings on the scale that they name or else on that which was asked on; nil
    /// where a rating is beyond it.
    init?(_ fields: Fields, askedOn asked: Rating.Scale = .five) {
        let scale = fields.value("scale").flatMap { Int($0) }.flatMap(Rating.Scale.init) ?? asked
        for name in ["rating"] + Factor.allCases.map(\.rawValue) {
            guard let text = fields.value(name) else { continue }
            guard let value = Int(text), scale.values.contains(value) else { return nil }
            if let factor = Factor(rawValue: name) { factors[factor] = value } else { rating = value }
        }
        comment = fields["comment"]
        suggestion = fields["suggestion"]
        self.scale = rating == nil && factors.isEmpty ? nil : scale
    }

    /// The same as flat fields, in a fixed order.
    var fields: Fields {
        var fields = Fields()
        if let rating { fields.append("rating", String(rating)) }
        if let scale { fields.append("scale", String(scale.rawValue)) }
        for factor in Factor.allCases {
            if let value = factors[factor] { fields.append(factor.rawValue, String(value)) }
        }
        if let comment { fields.append("comment", comment) }
        if let suggestion { fields.append("suggestion", suggestion) }
        return fields
    }

    /// Takes over what a later answer says; what it leaves out stays.
    ///
    /// One scale holds for the whole sheet, that of the last answer with a rating: ratings on the other are taken over.
    mutating func take(_ later: AnswerSheet) {
        if let next = later.scale, next != scale {
            if let former = scale {
                rating = rating.map { Self.convert($0, from: former) }
                factors = factors.mapValues { Self.convert($0, from: former) }
            }
            scale = next
        }
        rating = later.rating ?? rating
        factors.merge(later.factors) { $1 }
        comment = Self.remark(later.comment ?? comment)
        suggestion = Self.remark(later.suggestion ?? suggestion)
    }

    private static func remark(_ text: String?) -> String? { text?.isEmpty == true ? nil : text }

    /// The value of the other scale with as many stars.
    private static func convert(_ value: Int, from scale: Rating.Scale) -> Int {
        scale == .five ? value * 2 : (value + 1) / 2
    }
}

extension Fields {
    /// The value of a field, or nil when it is absent or empty.
    func value(_ name: String) -> String? {
        guard let value = self[name], !value.isEmpty else { return nil }
        return value
    }

    /// Adds a field behind the others unless it has no value; the caller knows that none has its name.
    mutating func append(_ name: String, ifAny value: String?) {
        if let value, !value.isEmpty { append(name, value) }
    }
}
