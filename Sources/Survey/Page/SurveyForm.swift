import Contract
import Satisfaction

/// What somebody has filled in, read without trust.
struct SurveyForm: Sendable {
    /// How long a remark may be, in characters.
    static let remarkLength = 4_000

    /// What is wrong with a field.
    enum Fault: Sendable, Equatable {
        /// Not a value of the scale.
        case notOnScale
        case tooLong
        /// Nothing was filled in at all.
        case nothing
    }

    private(set) var sheet = AnswerSheet()
    /// What is wrong, by field.
    private(set) var faults: [String: Fault] = [:]

    /// Reads the fields of a form; those that it does not know are ignored.
    ///
    /// Ratings are on the scale that the form names, or else on the one on which the survey is shown. A remark that is there
    /// and empty takes back what the survey has.
    init(_ fields: [(name: String, value: String)], to survey: OpenSurvey) {
        var values: [String: String] = [:]
        for field in fields { values[field.name] = Self.line(field.value) }
        var scale = survey.scale
        if let text = values["scale"], !text.isEmpty {
            if let named = Int(text).flatMap(Rating.Scale.init) { scale = named } else { faults["scale"] = .notOnScale }
        }
        func remark(_ name: String, former: String?) -> String? {
            guard let text = values[name], !text.isEmpty || former != nil else { return nil }
            if text.count > Self.remarkLength { faults[name] = .tooLong }
            return text
        }
        for name in ["rating"] + AnswerSheet.Factor.allCases.map(\.rawValue) {
            guard let text = values[name], !text.isEmpty else { continue }
            guard let value = Int(text), scale.values.contains(value) else {
                faults[name] = .notOnScale
                continue
            }
            if let factor = AnswerSheet.Factor(rawValue: name) {
                sheet.factors[factor] = value
            } else {
                sheet.rating = value
            }
        }
        sheet.comment = remark("comment", former: survey.sheet.comment)
        sheet.suggestion = remark("suggestion", former: survey.sheet.suggestion)
        if sheet.rating != nil || !sheet.factors.isEmpty { sheet.scale = scale }
        if sheet == AnswerSheet(), faults.isEmpty { faults["rating"] = .nothing }
    }

    /// The text as a command may have it: one line, without control characters, in normal form C.
    private static func line(_ text: String) -> String {
        var line = ""
        var isAfterSpace = true
        for scalar in text.unicodeScalars {
            let isSpace = scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
            if !isSpace { line.unicodeScalars.append(scalar) }
            if isSpace, !isAfterSpace { line.append(" ") }
            isAfterSpace = isSpace
        }
        if line.hasSuffix(" ") { line.removeLast() }
        return NormalForm.of(line)
    }
}
