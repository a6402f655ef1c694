/// The labels of a series as they are written, without the braces; equal labels have equal text.
struct SeriesLabels: Hashable, Comparable, Sendable {
    let text: String

    /// Labels in the order of their names; of a name that occurs twice, the first counts.
    init(_ dimensions: [(String, String)]) {
        var values: [String: String] = [:]
        for (name, value) in dimensions {
            let legal = Self.legalName(name)
            if values[legal] == nil { values[legal] = value }
        }
        text = values.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(Self.escape($0.value))\"" }.joined(separator: ",")
    }

    private init(text: String) {
        self.text = text
    }

    /// The same labels and one more behind them.
    func adding(_ name: String, _ value: String) -> SeriesLabels {
        SeriesLabels(text: text.isEmpty ? "\(name)=\"\(value)\"" : "\(text),\(name)=\"\(value)\"")
    }

    static func < (left: SeriesLabels, right: SeriesLabels) -> Bool { left.text < right.text }

    /// A label's name in the letters that Prometheus allows; `le` belongs to histograms.
    private static func legalName(_ name: String) -> String {
        let legal = legal(name, alsoAllowed: nil)
        return legal == "le" ? "exported_le" : legal
    }

    /// A metric's name in the letters that Prometheus allows.
    static func legalMetricName(_ name: String) -> String {
        legal(name, alsoAllowed: ":")
    }

    private static func legal(_ name: String, alsoAllowed extra: Unicode.Scalar?) -> String {
        var result = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "_", extra: result.append(scalar)
            case "0"..."9":
                if result.isEmpty { result.append("_") }
                result.append(scalar)
            default: result.append("_")
            }
        }
        return result.isEmpty ? "_" : String(result)
    }

    private static func escape(_ value: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
            case "\"": result.append(contentsOf: "\\\"".unicodeScalars)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
